package dev.sparring.policy.tensor;

import ai.djl.engine.EngineException;
import java.util.stream.Stream;

/** The text of the program that {@link Decoder} calls, in one resource for each subject. */
final class DecoderProgram {
  private static final String[] PARTS = {
    "decoder.py",
    "attention.py",
    "layer.py",
    "losses.py",
    "learning.py",
    "sampling.py",
    "optimizer.py"
  };

  private DecoderProgram() {}

  /** Compiles the text. A build of PyTorch without oneDNN gets a program that packs no weights. */
  static TensorProgram load(Tensors scope) {
    try {
      return load(scope, "packed-onednn.py");
    } catch (EngineException e) {
      return load(scope, "packed-plain.py");
    }
  }

  private static TensorProgram load(Tensors scope, String packed) {
    String[] parts = Stream.concat(Stream.of(PARTS), Stream.of(packed)).toArray(String[]::new);
    return TensorProgram.load(scope, "Decoder", parts);
  }
}
