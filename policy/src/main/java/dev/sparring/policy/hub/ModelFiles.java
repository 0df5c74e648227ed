package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Which files of a repository make a model: configuration, tokenizer, chat template, and the
 * safetensors that are loaded. Repositories hold the same weights in other formats as well.
 */
public final class ModelFiles {
  static final String WEIGHTS = "model.safetensors";
  static final String INDEX = "model.safetensors.index.json";
  static final List<String> REQUIRED = List.of("config.json", "tokenizer.json");

  /** A file that a model may lack, and whose absence means something. */
  static final String OPTIONAL = "tokenizer_config.json";

  private static final Pattern DESCRIBING =
      Pattern.compile(
          "config\\.json|generation_config\\.json|special_tokens_map\\.json"
              + "|added_tokens\\.json"
              + "|tokenizer[\\w.-]*|chat_template[\\w.-]*");
  private static final Pattern WEIGHING =
      Pattern.compile("model(-[\\w-]+)?\\.safetensors|model\\.safetensors\\.index\\.json");

  private ModelFiles() {}

  /** Whether a file is part of a model. */
  public static boolean belongs(String name) {
    return DESCRIBING.matcher(name).matches() || WEIGHING.matcher(name).matches();
  }

  /**
   * The files of a repository that describe its model. The required ones are last: where they are,
   * a download was not broken off before the others.
   */
  static List<String> describing(Set<String> names) {
    return names.stream()
        .filter(name -> DESCRIBING.matcher(name).matches())
        .sorted(Comparator.comparing(REQUIRED::contains))
        .toList();
  }

  /**
   * Whether a snapshot has what describes a model. Of a file that it need not have, the cache must
   * know that the hub has none, as other programs download some files of a model only.
   */
  static boolean described(Path directory) {
    return REQUIRED.stream().allMatch(name -> Files.isRegularFile(directory.resolve(name)))
        && (Files.isRegularFile(directory.resolve(OPTIONAL))
            || Files.isRegularFile(HubCache.absent(directory, OPTIONAL)));
  }

  /** Whether a directory has what describes a model, and all its weights. */
  static boolean whole(Path directory) {
    if (!described(directory)) {
      return false;
    }
    Path index = directory.resolve(INDEX);
    return Files.isRegularFile(directory.resolve(WEIGHTS))
        || (Files.isRegularFile(index)
            && shards(index).stream().allMatch(s -> Files.isRegularFile(directory.resolve(s))));
  }

  /** The files that an index spreads the weights over. */
  static Set<String> shards(Path index) {
    Set<String> shards = new TreeSet<>();
    Json.read(index).path("weight_map").forEach(name -> shards.add(name.asText()));
    for (String shard : shards) {
      if (!shard.matches("\\w[\\w.-]*")) {
        throw new CheckpointException(index + " names a shard outside its directory: " + shard);
      }
    }
    return shards;
  }
}
