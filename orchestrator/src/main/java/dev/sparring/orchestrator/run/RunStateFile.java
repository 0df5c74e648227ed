package dev.sparring.orchestrator.run;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sparring.core.PastProblem;
import dev.sparring.core.RunState;
import dev.sparring.core.advantage.Baselines;
import dev.sparring.core.guard.GuardState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code state.json}: the run's state beside the weights of a checkpoint. */
final class RunStateFile {
  static final String NAME = "state.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // half a surrogate pair has no UTF-8
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .build();

  private RunStateFile() {}

  static void write(Path directory, RunState state, Optional<GuardDecision> decision)
      throws IOException {
    Map<String, Object> json = new TreeMap<>();
    json.put("step", state.step());
    json.put("policyVersion", state.policyVersion());
    json.put("archive", new ArrayList<>(state.archive()));
    json.put("pool", state.pool().stream().map(RunStateFile::object).toList());
    json.put("klFactor", state.klFactor());
    json.put("baselines", state.baselines().byRole());
    json.put("guards", state.guards());
    json.put("before", state.before());
    decision.ifPresent(decided -> json.put("ending", decided));
    Files.writeString(directory.resolve(NAME), MAPPER.writeValueAsString(json) + "\n");
  }

  private static Map<String, Object> object(PastProblem past) {
    Map<String, Object> json = new TreeMap<>();
    json.put("key", past.key());
    json.put("text", past.text());
    past.label().ifPresent(label -> json.put("label", label));
    json.put("share", past.share());
    json.put("step", past.step());
    return json;
  }

  private static PastProblem past(JsonNode json) {
    return new PastProblem(
        json.path("key").asText(),
        json.path("text").asText(),
        Optional.ofNullable(json.get("label")).map(JsonNode::asText),
        json.path("share").asDouble(),
        json.path("step").asInt());
  }

  static Checkpoints.Found read(Path directory) throws IOException {
    JsonNode json = MAPPER.readTree(directory.resolve(NAME).toFile());
    Optional<GuardDecision> decision =
        json.has("ending")
            ? Optional.of(MAPPER.treeToValue(json.path("ending"), GuardDecision.class))
            : Optional.empty();
    return new Checkpoints.Found(directory, state(json), decision);
  }

  private static RunState state(JsonNode json) throws IOException {
    LinkedHashSet<String> archive = new LinkedHashSet<>();
    json.path("archive").forEach(key -> archive.add(key.asText()));
    List<PastProblem> pool = new ArrayList<>();
    json.path("pool").forEach(past -> pool.add(past(past)));
    TypeReference<Map<String, Double>> numbers = new TypeReference<>() {};
    return new RunState(
        json.path("step").asInt(),
        json.path("policyVersion").asLong(),
        archive,
        pool,
        json.path("klFactor").asDouble(1),
        new Baselines(MAPPER.convertValue(json.path("baselines"), numbers)),
        MAPPER.treeToValue(json.path("guards"), GuardState.class),
        MAPPER.convertValue(json.path("before"), numbers));
  }
}
