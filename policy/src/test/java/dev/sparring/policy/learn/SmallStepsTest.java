package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.RandomStream;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.TensorTypes;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weights in bf16 and steps that are far smaller than what bf16 can tell apart. */
class SmallStepsTest {
  private static final Path MODEL = Tiny.GOLDEN.resolve("qwen3-tiny"); // its file is in bf16
  private static final int STEPS = 100;
  private static final double RATE = 1e-6;

  @Test
  void aHundredStepsMoveWeightsInBf16AsTheyMoveThemInFp32() {
    LearnSettings settings =
        Tiny.settings("learn.clip-norm", "0", "learn.weight-decay", "0").learn();
    ModelSpec spec = ModelSpec.read(MODEL);
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1)) {
      Decoder decoder = LanguageModel.decoder(scope, spec, DataType.FLOAT32);
      Parameters start = Parameters.load(scope, spec, MODEL, DataType.FLOAT32);
      Parameters fine = Parameters.load(scope, spec, MODEL, DataType.FLOAT32);
      Parameters coarse = Parameters.load(scope, spec, MODEL, DataType.BFLOAT16);
      try (Optimizer exact = new Optimizer(scope, decoder.updates(), fine, 1);
          Optimizer split = new Optimizer(scope, decoder.updates(), coarse, 1)) {
        for (int step = 0; step < STEPS; step++) {
          push(exact, step, false);
          push(split, step, true);
          exact.step(settings, RATE);
          split.step(settings, RATE);
        }
        PtNDArray[] masters = masters(scope, decoder, coarse, split);
        double moved = 0;
        double missed = 0;
        double lost = 0;
        for (int i = 0; i < start.owned().size(); i++) {
          float[] from = start.owned().get(i).toFloatArray();
          float[] to = fine.owned().get(i).toFloatArray();
          float[] high = bf16(coarse.owned().get(i));
          float[] master = masters[i].toFloatArray();
          for (int n = 0; n < to.length; n++) {
            moved += Math.abs(to[n] - from[n]);
            missed += Math.abs(master[n] - to[n]);
            lost += Math.abs(high[n] - to[n]);
          }
        }
        assertThat(moved).isPositive();
        assertThat(missed / moved).isCloseTo(0, within(0.02));
        assertThat(lost / moved).as("what bf16 alone would miss").isGreaterThan(0.3);
      }
      List.of(start, fine, coarse).forEach(Parameters::close);
    }
  }

  @Test
  void whatIsSavedGoesOnWithTheSameMasters(@TempDir Path folder) throws IOException {
    LearnSettings settings = Tiny.settings().learn();
    ModelSpec spec = ModelSpec.read(MODEL);
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1)) {
      Decoder decoder = LanguageModel.decoder(scope, spec, DataType.FLOAT32);
      Parameters weights = Parameters.load(scope, spec, MODEL, DataType.BFLOAT16);
      try (Optimizer whole = new Optimizer(scope, decoder.updates(), weights, 1)) {
        push(whole, 0, true);
        whole.step(settings, RATE);
        weights.save(folder);
        whole.save(folder);
        Parameters restored = Parameters.load(scope, spec, folder, DataType.BFLOAT16);
        try (Optimizer resumed = new Optimizer(scope, decoder.updates(), restored, 1)) {
          resumed.load(folder);
          push(whole, 1, true);
          push(resumed, 1, true);
          whole.step(settings, RATE);
          resumed.step(settings, RATE);
          PtNDArray[] masters = masters(scope, decoder, weights, whole);
          PtNDArray[] again = masters(scope, decoder, restored, resumed);
          for (int i = 0; i < masters.length; i++) {
            assertThat(again[i].toFloatArray()).containsExactly(masters[i].toFloatArray());
          }
        }
        restored.close();
      }
      weights.close();
    }
  }

  private static PtNDArray[] masters(
      Tensors scope, Decoder decoder, Parameters weights, Optimizer optimizer) {
    return decoder
        .updates()
        .masters(scope, new TensorList(weights.owned()), optimizer.low().orElseThrow());
  }

  /** The same gradients for both, exact in bf16, and of one sign in most steps. */
  private static void push(Optimizer optimizer, int step, boolean half) {
    for (int i = 0; i < optimizer.gradients().get(0).size(); i++) {
      RandomStream random = RandomStream.of(3).child(i);
      PtNDArray gradient = optimizer.gradients().get(0).get(i);
      Tensors.write(
          gradient,
          memory -> {
            for (int n = 0; memory.hasRemaining(); n++) {
              boolean up = random.child(n % 7).uniform(step) < 0.9;
              put(memory, (up ? 1f : -1f) * (1 + n % 3), half);
            }
          });
    }
  }

  private static void put(ByteBuffer memory, float value, boolean half) {
    if (half) {
      memory.putShort(TensorTypes.bfloat16(value));
    } else {
      memory.putFloat(value);
    }
  }

  private static float[] bf16(PtNDArray array) {
    ByteBuffer memory = Tensors.memory(array);
    float[] values = new float[memory.remaining() / 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(memory.getShort() << 16);
    }
    return values;
  }
}
