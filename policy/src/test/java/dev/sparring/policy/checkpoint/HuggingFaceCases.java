package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Policy;
import dev.sparring.policy.Tiny;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.provider.Arguments;

/** The tiny model of {@code it/huggingface}, which adapters and configurations are tried with. */
final class HuggingFaceCases {
  /** The model's configuration and tensors, and the ids whose log-probabilities are given. */
  static final JsonNode BASE = file("adapters").path("base");

  private static final Settings ONE_THREAD = Tiny.settings("policy.threads", "1");

  private HuggingFaceCases() {}

  /** Cases of the test resources, or of the file that the system property names. */
  static JsonNode file(String name) {
    return Json.read(
        Path.of(
            System.getProperty(
                "huggingface." + name, "src/test/resources/huggingface/" + name + ".json")));
  }

  /** The name of each case, and the case. */
  static Stream<Arguments> arguments(JsonNode file) {
    return StreamSupport.stream(file.path("cases").spliterator(), false)
        .map(one -> Arguments.of(one.path("name").asText(), one));
  }

  /** Writes a model directory, with further tensors beside those of the model. */
  static void writeModel(Path directory, String config, JsonNode more) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("config.json"), config);
    ObjectNode tokenizer = Json.MAPPER.createObjectNode();
    ObjectNode model = tokenizer.putObject("model").put("type", "WordLevel").put("unk_token", "0");
    ObjectNode vocabulary = model.putObject("vocab");
    IntStream.range(0, 32).forEach(id -> vocabulary.put(Integer.toString(id), id));
    Files.writeString(directory.resolve("tokenizer.json"), tokenizer.toString());
    ObjectNode tensors = BASE.path("tensors").deepCopy();
    more.properties().forEach(tensor -> tensors.set(tensor.getKey(), tensor.getValue()));
    writeTensors(tensors, directory.resolve("model.safetensors"), "F32");
  }

  /** Writes a safetensors file. */
  static void writeTensors(JsonNode tensors, Path file, String type) throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter();
    for (Map.Entry<String, JsonNode> tensor : tensors.properties()) {
      long[] shape = Json.MAPPER.convertValue(tensor.getValue().path("shape"), long[].class);
      byte[] data = Base64.getDecoder().decode(tensor.getValue().path("data").asText());
      ByteBuffer floats = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
      writer.add(tensor.getKey(), type, shape, () -> type.equals("F64") ? wide(floats) : floats);
    }
    writer.write(file);
  }

  private static ByteBuffer wide(ByteBuffer floats) {
    ByteBuffer doubles = ByteBuffer.allocate(2 * floats.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    while (floats.hasRemaining()) {
      doubles.putDouble(floats.getFloat());
    }
    return doubles.flip();
  }

  /** Log-probabilities of the given ids. */
  static float[] scores(Path model, Optional<Path> adapter) {
    int[] ids = Json.MAPPER.convertValue(BASE.path("ids"), int[].class);
    boolean[] mask = new boolean[ids.length];
    Arrays.fill(mask, 1, ids.length, true);
    float[] none = new float[ids.length];
    Episode episode = new Episode("", Role.SOLVER, ids, mask, none, none);
    try (Policy policy = Policy.forWriting(model, adapter, ONE_THREAD)) {
      return policy.score(List.of(episode), () -> false).get(0).logprobs();
    }
  }
}
