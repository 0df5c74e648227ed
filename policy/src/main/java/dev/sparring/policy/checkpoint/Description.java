package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of a model directory that are not weights: they go wherever its weights go. */
public final class Description {
  private static final String CONFIGURATION = "config.json";
  private static final List<String> FILES =
      List.of(
          CONFIGURATION,
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "generation_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja");

  private Description() {}

  /**
   * Copies those that are there, and waits until the disk has them.
   *
   * @param type of the weights, which the configuration then says
   */
  public static void copy(Path from, Path to, WeightType type) throws IOException {
    for (String name : FILES) {
      Path file = from.resolve(name);
      if (Files.isRegularFile(file)) {
        SafetensorsWriter.beside(to.resolve(name), Files.readAllBytes(file));
      }
    }
    ObjectNode json = (ObjectNode) Json.read(from.resolve(CONFIGURATION));
    ObjectNode typed = json.deepCopy().put("torch_dtype", type.torch());
    if (json.has("dtype")) {
      typed.put("dtype", type.torch()); // the newer name of the same
    }
    if (!typed.equals(json)) {
      byte[] text = (typed.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
      SafetensorsWriter.beside(to.resolve(CONFIGURATION), text);
    }
  }
}
