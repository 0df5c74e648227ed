package dev.sparring.policy.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.tensor.NativeCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** The tokenizer of a checkpoint, from {@code tokenizer.json}. */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;
  private final Vocabulary vocabulary;

  private Tokenizer(HuggingFaceTokenizer tokenizer, Vocabulary vocabulary) {
    this.tokenizer = tokenizer;
    this.vocabulary = vocabulary;
  }

  /** Reads {@code tokenizer.json}. */
  public static Tokenizer load(Path directory) {
    Path file = directory.resolve("tokenizer.json");
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(directory + " has no tokenizer.json");
    }
    JsonNode json = Json.read(file);
    NativeCache.prepare();
    try {
      Map<String, String> options =
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
      return new Tokenizer(HuggingFaceTokenizer.newInstance(file, options), Vocabulary.of(json));
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(file + " can't be read: " + firstLine(e), e);
    }
  }

  /** One more than the highest id that it gives. */
  public int ids() {
    return vocabulary.size();
  }

  /** Whether decoding takes note of an id: it is in the vocabulary, and not special. */
  boolean speaks(int id) {
    return vocabulary.spoken().get(id);
  }

  /** Whether an id is a byte that is decoded together with the bytes around it. */
  boolean isByte(int id) {
    return vocabulary.bytes().get(id);
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  /** The ids of a part of a text; special tokens in it are recognised, none are added. */
  public int[] encode(String text) {
    return text.isEmpty() ? new int[0] : encode(text, false);
  }

  /**
   * The ids of a text of its own, with the special tokens that the tokenizer adds around one, for
   * example Llama's {@code bos_token}.
   */
  public int[] encodeWhole(String text) {
    return encode(text, true);
  }

  private int[] encode(String text, boolean specialTokens) {
    return Arrays.stream(tokenizer.encode(text, specialTokens, false).getIds())
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
