package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring score}. */
@Command(
    name = "score",
    header = "log-probabilities of texts, chats or token ids",
    mixinStandardHelpOptions = true,
    description = {
      "How probable a model finds given tokens. "
          + JsonLines.READS
          + " {\"ids\":[…]}, {\"text\":…} or {\"messages\":[{\"role\":…,\"content\":…}],"
          + "\"completion\":…}, and writes {\"ids\":[…],\"logprobs\":[…]}: one log-probability"
          + " (natural) for each id after the first. With messages there is \"promptTokens\" beside"
          + " them: how many ids come before the completion, to which nothing is added.",
      "",
      ModelOptions.INPUT,
      ""
    },
    footer = {
      "",
      "Examples:",
      "  echo '{\"text\":\"12+30=42\"}' | sparring score path/to/model",
      "  sparring score path/to/model --dtype bf16 < texts.jsonl > scores.jsonl"
    })
final class ScoreCommand implements Callable<Integer> {
  private static final int LINES = 32;
  private static final List<String> FORMS = List.of("ids", "text", "messages");

  @Spec private CommandSpec spec;

  @Mixin private ModelOptions model;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "1",
      description = "divides the logits; above 0 (default 1)")
  private double temperature;

  /** Ids to score; the first {@code prompt} of them are a chat prompt, where there is one. */
  private record Given(String place, Optional<JsonNode> id, int[] ids, Optional<Integer> prompt) {
    /** Every id counts but the first, which nothing predicts. */
    Episode episode() {
      boolean[] mask = new boolean[ids.length];
      Arrays.fill(mask, 1, ids.length, true);
      return new Episode("", Role.SOLVER, ids, mask, new float[ids.length], new float[ids.length]);
    }

    Map<String, Object> result(float[] logprobs) {
      ModelOptions.requireFinite(place, logprobs);
      Map<String, Object> result = new LinkedHashMap<>();
      id.ifPresent(value -> result.put("id", value));
      result.put("ids", ids);
      prompt.ifPresent(tokens -> result.put("promptTokens", tokens));
      result.put("logprobs", logprobs);
      return result;
    }
  }

  @Override
  public Integer call() throws Exception {
    if (!(temperature > 0)) {
      throw new RunException("--temperature takes a number above 0");
    } else if (!Sampling.usable(temperature)) {
      throw new RunException(
          "--temperature is " + temperature + "; it takes a number from 1e-6 to 1e6");
    }
    for (String key : model.overrides().keySet()) {
      if (key.matches("(sparring\\.)?sampling(\\..*)?")) {
        throw new RunException("--set " + key + " is not for score; it has --temperature alone");
      }
    }
    Map<String, String> settings = Map.of("sampling.temperature", Double.toString(temperature));
    var command = spec.commandLine();
    try (Policy policy = model.open(settings, command.getErr())) {
      return new JsonLines(System.in, command.getOut(), command.getErr(), LINES)
          .work(line -> given(line, policy), all -> score(all, policy));
    }
  }

  private static Given given(JsonlRequest line, Policy policy) {
    LanguageModel model = policy.model();
    line.knowOnly(List.of("ids", "text", "messages", "completion", "id"));
    String form = line.one(FORMS);
    if (line.has("completion") && !form.equals("messages")) {
      throw line.mistake("completion goes with messages");
    }
    int[] ids =
        form.equals("ids")
            ? line.ids("ids", model.spec().vocabulary())
            : ModelOptions.prompt(line, model);
    Optional<Integer> prompt = Optional.empty();
    if (form.equals("messages")) {
      prompt = Optional.of(ids.length);
      ids = joined(ids, ModelOptions.encode(line, model, line.text("completion")));
    }
    if (ids.length == 0) {
      throw line.mistake("there is no token in it");
    }
    if (ids.length > policy.context()) {
      throw line.mistake(ids.length + " tokens do not fit the context of " + policy.context());
    }
    return new Given(line.place(), line.id(), ids, prompt);
  }

  private static int[] joined(int[] prompt, int[] completion) {
    int[] ids = Arrays.copyOf(prompt, prompt.length + completion.length);
    System.arraycopy(completion, 0, ids, prompt.length, completion.length);
    return ids;
  }

  private static List<Map<String, Object>> score(List<Given> all, Policy policy) {
    List<float[]> logprobs =
        policy.logprobs(all.stream().map(Given::episode).toList(), () -> false);
    List<Map<String, Object>> results = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      results.add(all.get(i).result(logprobs.get(i)));
    }
    return results;
  }
}
