package dev.sparring.policy.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer of a checkpoint, from {@code tokenizer.json}. */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final int ids;

  private Tokenizer(HuggingFaceTokenizer tokenizer, int ids) {
    this.tokenizer = tokenizer;
    this.ids = ids;
  }

  /** Reads {@code tokenizer.json}. */
  public static Tokenizer load(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(directory + " has no tokenizer.json");
    }
    JsonNode json = Json.read(file);
    try {
      Map<String, String> options =
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
      return new Tokenizer(HuggingFaceTokenizer.newInstance(file, options), ids(json));
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(file + " can't be read: " + firstLine(e), e);
    }
  }

  private static int ids(JsonNode json) {
    JsonNode vocabulary = json.path("model").path("vocab");
    int highest = vocabulary.isArray() ? vocabulary.size() - 1 : -1; // a list, or text to id
    if (vocabulary.isObject()) {
      for (JsonNode id : vocabulary) {
        highest = Math.max(highest, id.asInt());
      }
    }
    for (JsonNode added : json.path("added_tokens")) {
      highest = Math.max(highest, added.path("id").asInt());
    }
    return highest + 1;
  }

  /** One more than the highest id that it gives. */
  public int ids() {
    return ids;
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  /** The ids of a text; special tokens in it are recognised, none are added. */
  public int[] encode(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    return Arrays.stream(tokenizer.encode(text, false, false).getIds())
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /** The text of ids, special tokens left out. */
  public String decode(int[] ids) {
    return ids.length == 0
        ? ""
        : tokenizer.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
