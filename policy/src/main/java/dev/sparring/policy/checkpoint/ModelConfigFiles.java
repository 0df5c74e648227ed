package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model directory that are not weights: they go wherever its weights go. */
public final class ModelConfigFiles {
  /** The file of a directory that holds a chat template; adapters have it as well. */
  public static final String CHAT_TEMPLATE = "chat_template.jinja";

  private static final String CONFIGURATION = "config.json";
  private static final List<String> OTHERS =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "generation_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          ModelConfigFiles.CHAT_TEMPLATE);

  private ModelConfigFiles() {}

  /**
   * Copies those that are there, and waits until the disk has them.
   *
   * @param type of the weights, which the configuration then says
   */
  public static void copy(Path from, Path to, WeightType type) throws IOException {
    SafetensorsWriter.beside(
        to.resolve(CONFIGURATION), configuration(from.resolve(CONFIGURATION), type));
    for (String name : OTHERS) {
      Path file = from.resolve(name);
      if (Files.isRegularFile(file)) {
        SafetensorsWriter.beside(to.resolve(name), Files.readAllBytes(file));
      }
    }
  }

  /** Copies an adapter's chat template, where it has one. */
  static void copyTemplate(Path from, Path to) throws IOException {
    Path file = from.resolve(CHAT_TEMPLATE);
    if (Files.isRegularFile(file)) {
      SafetensorsWriter.beside(to.resolve(CHAT_TEMPLATE), Files.readAllBytes(file));
    }
  }

  /** The file as it is where it says the type already. */
  private static byte[] configuration(Path file, WeightType type) throws IOException {
    ObjectNode json = (ObjectNode) Json.read(file);
    ObjectNode typed = json.deepCopy().put("torch_dtype", type.torch());
    if (json.has("dtype")) {
      typed.put("dtype", type.torch()); // the newer name of the same
    }
    return typed.equals(json) ? Files.readAllBytes(file) : Json.bytes(typed);
  }
}
