package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The shape of a LoRA adapter (arXiv 2106.09685), as PEFT's {@code adapter_config.json} has it.
 *
 * @param rank r, where no pattern says otherwise
 * @param alpha a module's part is multiplied with alpha / r
 * @param targets modules that it adapts
 * @param rootScaled whether it is alpha / √r instead (rsLoRA, arXiv 2312.03732)
 * @param ranks other ranks, by regular expressions for the last parts of modules' names; the first
 *     that matches holds
 * @param alphas other alphas in the same way
 */
public record AdapterSpec(
    int rank,
    double alpha,
    TargetModules targets,
    boolean rootScaled,
    Map<String, Integer> ranks,
    Map<String, Double> alphas) {
  /** The file that describes an adapter. */
  public static final String FILE = "adapter_config.json";

  /** The linear maps of a layer. */
  public static final List<String> ALL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

  private static final String BASE = "base_model_name_or_path";
  private static final String RANKS = "rank_pattern";
  private static final String ALPHAS = "alpha_pattern";

  public AdapterSpec {
    ranks = Collections.unmodifiableMap(new LinkedHashMap<>(ranks));
    alphas = Collections.unmodifiableMap(new LinkedHashMap<>(alphas));
  }

  /** An adapter of one rank for modules with these names in all layers. */
  public static AdapterSpec of(int rank, double alpha, Collection<String> targets) {
    return new AdapterSpec(rank, alpha, TargetModules.named(targets), false, Map.of(), Map.of());
  }

  /** The rank of a module's matrices. */
  int rank(String module) {
    return pattern(ranks, module).orElse(rank);
  }

  /** What a module's part is multiplied with. */
  double scale(String module) {
    int own = rank(module);
    return pattern(alphas, module).orElse(alpha) / (rootScaled ? Math.sqrt(own) : own);
  }

  /** As {@code get_pattern_key} of PEFT. */
  private static <T> Optional<T> pattern(Map<String, T> patterns, String module) {
    return patterns.entrySet().stream()
        .filter(entry -> PythonPattern.of("(.*\\.)?(" + entry.getKey() + ")$").begins(module))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** Reads {@code adapter_config.json}. What is not supported is refused by name. */
  public static AdapterSpec read(Path directory) {
    Path file = directory.resolve(FILE);
    JsonNode json = Json.read(file);
    try {
      AdapterKeys.requireSupported(json);
      if (!positive(json.path("r"))) {
        throw new CheckpointException("r takes a whole number, 1 or more");
      }
      Map<String, Integer> ranks = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path(RANKS).properties()) {
        if (!positive(entry.getValue())) {
          throw new CheckpointException(RANKS + " takes whole numbers, 1 or more");
        }
        ranks.put(entry.getKey(), entry.getValue().asInt());
      }
      Map<String, Double> alphas = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> entry : json.path(ALPHAS).properties()) {
        alphas.put(entry.getKey(), number(entry.getValue(), ALPHAS));
      }
      return new AdapterSpec(
          json.path("r").asInt(),
          json.hasNonNull("lora_alpha") ? number(json.path("lora_alpha"), "lora_alpha") : 8,
          TargetModules.read(json),
          json.path("use_rslora").asBoolean(false),
          ranks,
          alphas);
    } catch (CheckpointException e) {
      throw new CheckpointException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The description of matrices that hold their scales: all are multiplied with 1.
   *
   * @param modules with the ranks of the matrices
   */
  AdapterSpec folded(AdapterModules modules) {
    Map<String, Integer> own = new LinkedHashMap<>();
    Map<String, Double> same = new LinkedHashMap<>();
    modules
        .byName()
        .forEach(
            (name, module) -> {
              if (module.rank() != rank) {
                own.put(name, module.rank());
                same.put(name, (double) module.rank());
              }
            });
    TargetModules named = TargetModules.named(modules.byName().keySet());
    return new AdapterSpec(rank, rank, named, false, own, same);
  }

  private static boolean positive(JsonNode number) {
    return number.canConvertToInt() && number.asInt() > 0;
  }

  private static double number(JsonNode value, String key) {
    if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
      throw new CheckpointException(key + " holds " + value + "; it takes numbers");
    }
    return value.asDouble();
  }

  /**
   * The base that an adapter's description names: a place, which may be relative to the adapter's
   * own, or a model on the hub as {@code Owner/Name[@revision]}; empty where it names none.
   */
  public static Optional<String> base(Path directory) {
    JsonNode json = Json.read(directory.resolve(FILE));
    String name = json.path(BASE).asText("");
    if (name.isEmpty() || name.equals("null")) {
      return Optional.empty();
    }
    try {
      Path beside = directory.resolve(name);
      if (!Files.exists(Path.of(name)) && Files.isDirectory(beside)) {
        return Optional.of(beside.normalize().toString());
      }
    } catch (InvalidPathException e) {
      return Optional.of(name); // no place; who looks for it says so
    }
    String revision = json.path("revision").asText("null");
    return Optional.of(
        Set.of("null", "", "main").contains(revision) ? name : name + "@" + revision);
  }

  /** The description as PEFT reads it. */
  String json(String base) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("peft_type", "LORA");
    json.put("task_type", "CAUSAL_LM");
    json.put(BASE, base);
    json.put("r", rank);
    json.put("lora_alpha", alpha);
    json.put("lora_dropout", 0.0);
    json.put("bias", "none");
    json.put("use_rslora", rootScaled);
    json.put("use_dora", false);
    json.put("fan_in_fan_out", false);
    json.put("inference_mode", true);
    targets.write(json);
    if (!ranks.isEmpty()) {
      json.set(RANKS, Json.MAPPER.valueToTree(ranks));
    }
    if (!alphas.isEmpty()) {
      json.set(ALPHAS, Json.MAPPER.valueToTree(alphas));
    }
    return json.toPrettyString() + "\n";
  }
}
