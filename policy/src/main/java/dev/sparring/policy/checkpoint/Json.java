package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** JSON files of a checkpoint, with errors that name the file. */
public final class Json {
  /** The one mapper. */
  public static final JsonMapper MAPPER = new JsonMapper();

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
      JsonNode node = MAPPER.readTree(Files.readString(file));
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
}
