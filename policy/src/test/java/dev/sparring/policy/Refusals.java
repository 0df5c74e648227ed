package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.tensor.Tensors;
import java.nio.file.Path;

/** What is said of a model directory that can't be used. */
final class Refusals {
  private Refusals() {}

  static String refusal(Path directory) {
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1)) {
      LanguageModel.load(scope, directory, DataType.FLOAT32).close();
      return "loaded";
    } catch (CheckpointException e) {
      return e.getMessage();
    }
  }

  /** {@code DIR} in the line stands for the directory. */
  static void assertRefused(Path directory, String line) {
    assertThat(refusal(directory)).isEqualTo(line.replace("DIR", directory.toString()));
  }
}
