package dev.sparring.policy;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.ChatMessage;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.checkpoint.ModelConfigFiles;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.SafetensorsWriter;
import dev.sparring.policy.checkpoint.WeightType;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.text.Prompts;
import dev.sparring.policy.text.Tokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A checkpoint on a device: weights, program, tokenizer, chat template and end tokens.
 *
 * @param directory where it came from
 * @param stopIds tokens that end a completion
 */
public record LanguageModel(
    Path directory,
    ModelSpec spec,
    Parameters weights,
    Decoder decoder,
    Tokenizer tokenizer,
    Prompts prompts,
    Set<Integer> stopIds)
    implements AutoCloseable {
  /** A text that no model finds strange, for measurements. */
  static final String ORDINARY =
      "Once upon a time there was a fisherman who lived by the sea. Every morning he took his boat out, "
          + "and when the wind was fair he came home with 12 baskets, or 15, which makes 27.";

  /**
   * Loads a Hugging Face directory with its own chat template, to compute in the type that weights
   * are held in.
   */
  public static LanguageModel load(Tensors scope, Path directory, DataType type) {
    return load(scope, directory, Optional.empty(), type, type);
  }

  /**
   * Loads a Hugging Face directory.
   *
   * @param chatTemplate a file whose chat template goes before that of the directory
   * @param type what weights are held in
   * @param compute what is computed in, where the device is fast at it
   */
  public static LanguageModel load(
      Tensors scope, Path directory, Optional<Path> chatTemplate, DataType type, DataType compute) {
    if (!Files.isDirectory(directory)) {
      throw new CheckpointException(
          "there is no model directory "
              + directory
              + "; policy.model takes a Hugging Face directory");
    }
    ModelSpec spec = ModelSpec.read(directory);
    Tokenizer tokenizer = Tokenizer.load(directory, spec.vocabulary());
    Prompts prompts = Prompts.load(directory, chatTemplate);
    Set<Integer> stop = stopIds(directory);
    Parameters weights = Parameters.load(scope, spec, directory, type);
    weights.requireFinite(scope, directory);
    Decoder decoder =
        decoder(scope, spec, compute).lowered(scope, weights.list(), tokenizer.encode(ORDINARY));
    return new LanguageModel(directory, spec, weights, decoder, tokenizer, prompts, stop);
  }

  /**
   * The ids that a completion follows: of a chat with the beginning of its answer, or, without
   * messages, of a plain text. Only the latter gets the special tokens that the tokenizer adds; a
   * chat template writes its own.
   */
  public int[] ids(List<ChatMessage> messages, String beginning) {
    return messages.isEmpty()
        ? tokenizer.encodeWhole(beginning)
        : tokenizer.encode(prompts.render(messages) + beginning);
  }

  /** The program for models of this shape. */
  public static Decoder decoder(Tensors scope, ModelSpec spec, DataType type) {
    int[] shape = {spec.layers(), spec.heads(), spec.keyValueHeads(), spec.headSize()};
    return new Decoder(scope, shape, spec.epsilon(), spec.rope().tables(spec.positions()), type);
  }

  /** End tokens: {@code generation_config.json}, else {@code config.json}; one or a list. */
  private static Set<Integer> stopIds(Path directory) {
    Path generation = directory.resolve("generation_config.json");
    JsonNode ids =
        Files.isRegularFile(generation) ? Json.read(generation).path("eos_token_id") : null;
    if (ids == null || ids.isMissingNode() || ids.isNull()) {
      ids = Json.read(directory.resolve("config.json")).path("eos_token_id");
    }
    Set<Integer> stop = new TreeSet<>();
    if (ids.isArray()) {
      ids.forEach(id -> stop.add(id.asInt()));
    } else if (ids.isInt()) {
      stop.add(ids.asInt());
    }
    if (stop.isEmpty()) {
      throw new CheckpointException(
          directory + " names no eos_token_id, so no completion would end");
    }
    return stop;
  }

  /**
   * Writes a directory that can be loaded again, with the chat template that is used, and waits
   * until the disk has it.
   */
  public void save(Path to) throws IOException {
    Files.createDirectories(to);
    ModelConfigFiles.copy(directory, to, WeightType.of(weights.type()));
    saveSuppliedTemplate(to);
    weights.save(to);
  }

  /** Writes the chat template that the model's own directory does not have. */
  void saveSuppliedTemplate(Path to) throws IOException {
    if (prompts.supplied().isPresent()) {
      byte[] template = prompts.supplied().get().getBytes(StandardCharsets.UTF_8);
      SafetensorsWriter.beside(to.resolve(ModelConfigFiles.CHAT_TEMPLATE), template);
    }
  }

  @Override
  public void close() {
    tokenizer.close();
    weights.close();
  }
}
