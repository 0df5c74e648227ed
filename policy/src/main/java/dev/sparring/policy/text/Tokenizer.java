package dev.sparring.policy.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.tensor.NativeCache;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The tokenizer of a checkpoint: {@code tokenizer.json}, and what the files beside it change (see
 * {@link TokenizerFiles}).
 */
public final class Tokenizer implements AutoCloseable {
  private final HuggingFaceTokenizer tokenizer;

  /** What encodes: the same, or one that finds no special tokens in a text. */
  private final HuggingFaceTokenizer encoder;

  private final Vocabulary vocabulary;
  private final Path file;
  private final int rows;

  private Tokenizer(TokenizerFiles files, Path file, int rows) throws IOException {
    this.tokenizer = instance(files.json());
    this.encoder = files.splitSpecial() ? instance(files.withoutSpecial()) : tokenizer;
    this.vocabulary = Vocabulary.of(files.json());
    this.file = file;
    this.rows = rows;
  }

  /** Reads the files of a directory; how many rows the model's embedding has is not looked at. */
  public static Tokenizer load(Path directory) {
    return load(directory, Integer.MAX_VALUE);
  }

  /**
   * Reads the files of a directory.
   *
   * @param rows how many ids the model has; a text that gets one beyond is refused. Ids of {@code
   *     tokenizer.json} must fit; those of tokens that only the files beside it add may be beyond,
   *     as long as no text has these tokens
   */
  public static Tokenizer load(Path directory, int rows) {
    TokenizerFiles files = TokenizerFiles.read(directory);
    Path file = directory.resolve("tokenizer.json");
    NativeCache.prepare();
    Tokenizer made;
    try {
      made = new Tokenizer(files, file, rows);
    } catch (IOException | RuntimeException e) {
      throw new CheckpointException(file + " can't be read: " + firstLine(e), e);
    }
    if (files.filed().size() > rows) {
      try (made) {
        throw made.beyond(files.filed().size() - 1);
      }
    }
    return made;
  }

  private static HuggingFaceTokenizer instance(JsonNode json) throws IOException {
    Map<String, String> options =
        Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(text), options);
  }

  /** One more than the highest id that it gives. */
  public int ids() {
    return vocabulary.size();
  }

  /** Whether an id adds text when it is decoded: it is in the vocabulary, and not special. */
  boolean hasText(int id) {
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

  /**
   * The ids of a part of a text; special tokens in it are recognised, unless {@code
   * split_special_tokens} is on, and none are added.
   *
   * @throws CheckpointException when the model has no such id
   */
  public int[] encode(String text) {
    return text.isEmpty() ? new int[0] : encode(text, false);
  }

  /**
   * The ids of a text of its own, with the special tokens that the tokenizer adds around one, for
   * example Llama's {@code bos_token}.
   *
   * @throws CheckpointException when the model has no such id
   */
  public int[] encodeWhole(String text) {
    return encode(text, true);
  }

  private int[] encode(String text, boolean specialTokens) {
    int[] ids =
        Arrays.stream(encoder.encode(text, specialTokens, false).getIds())
            .mapToInt(Math::toIntExact)
            .toArray();
    for (int id : ids) {
      if (id >= rows) {
        throw beyond(id);
      }
    }
    return ids;
  }

  private CheckpointException beyond(int id) {
    String text = TextNode.valueOf(tokenizer.decode(new long[] {id}, false)).toString();
    return new CheckpointException(
        String.format(
            Locale.ROOT,
            "%s gives %s the id %d; the embedding has %d rows, for ids up to %d (vocab_size in config.json)",
            file,
            text,
            id,
            rows,
            rows - 1));
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
    if (encoder != tokenizer) {
      encoder.close();
    }
  }
}
