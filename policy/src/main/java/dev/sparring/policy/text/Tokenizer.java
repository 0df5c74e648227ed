package dev.sparring.policy.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer of a checkpoint, from {@code tokenizer.json}. */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Reads {@code tokenizer.json}. */
  public static Tokenizer load(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(directory + " has no tokenizer.json");
    }
    try {
      Map<String, String> options =
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
      return new Tokenizer(HuggingFaceTokenizer.newInstance(file, options));
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(file + " can't be read: " + firstLine(e), e);
    }
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
