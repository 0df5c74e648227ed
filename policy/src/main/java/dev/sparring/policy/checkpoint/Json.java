package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a checkpoint, with errors that name the file. */
public final class Json {
  /** The one mapper. */
  public static final JsonMapper MAPPER = new JsonMapper();

  /** Python writes numbers that are none as NaN, Infinity and -Infinity, and reads them. */
  private static final JsonMapper PYTHON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonWriteFeature.WRITE_NAN_AS_STRINGS)
          .build();

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private Json() {}

  /** Reads a file that must be there and hold an object. */
  public static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new CheckpointException(
          file.getParent()
              + " has no "
              + file.getFileName()
              + "; a model is a Hugging Face directory");
    }
    try {
      String text = Files.readString(file);
      JsonNode node = PYTHON.readTree(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
      if (!node.isObject()) {
        throw new CheckpointException(file + " holds no JSON object");
      }
      return node;
    } catch (JsonProcessingException e) {
      throw new CheckpointException(file + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new CheckpointException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  /** The text of a file that {@link #read} and Python read, a key a line. */
  static byte[] bytes(JsonNode json) throws IOException {
    String text = PYTHON.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
