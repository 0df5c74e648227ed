package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.RandomStream;
import dev.sparring.policy.Tiny;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bf16 would lose of the logits that matter, and does not. */
class LogitsTest {
  private static final int HIDDEN = 64;
  private static final int ROWS = 3;
  private static final double LEVEL = 20;

  /** The engine's number for a type. */
  private static final int FLOAT32 = 6;

  private static final int BFLOAT16 = 15;

  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final TensorProgram program = DecoderProgram.load(scope);
  private final RandomStream random = RandomStream.of(5);

  @AfterEach
  void close() {
    scope.close();
  }

  private static float rounded(double value) {
    int bits = Float.floatToRawIntBits((float) value);
    return Float.intBitsToFloat((bits + 0x7fff + (bits >>> 16 & 1)) & 0xffff0000);
  }

  private float[] uniform(String name, int count, double least, double most) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (least + (most - least) * random.child(name).uniform(i));
    }
    return values;
  }

  private double exact(float[] h, float[] head, int row, int id) {
    return IntStream.range(0, HIDDEN)
        .mapToDouble(k -> (double) h[row * HIDDEN + k] * head[id * HIDDEN + k])
        .sum();
  }

  /** Blocks of 64 and vocabularies that are no multiple of it. */
  @ParameterizedTest
  @ValueSource(ints = {8, 700, 1024})
  void theEightLargestAndTheTargetAreExactAndTheRestStayAsTheyWere(int vocabulary) {
    float[] h = uniform("h", ROWS * HIDDEN, -1, 3);
    float[] head = uniform("head", vocabulary * HIDDEN, -.5, 1);
    for (int i = 0; i < head.length; i++) {
      head[i] = rounded(head[i]);
    }
    double[] whole = new double[ROWS * vocabulary];
    float[] coarse = new float[whole.length];
    for (int i = 0; i < whole.length; i++) {
      whole[i] = exact(h, head, i / vocabulary, i % vocabulary) - LEVEL;
      coarse[i] = rounded(whole[i]);
    }
    long[] targets = {0, vocabulary / 2, vocabulary - 1};
    float[] sharp;
    try (Tensors step = scope.scope()) {
      sharp =
          program
              .call(
                  step,
                  "sharpen_for",
                  step.floats(coarse, ROWS, vocabulary),
                  step.floats(h, ROWS, HIDDEN),
                  step.as(DataType.BFLOAT16, step.floats(head, vocabulary, HIDDEN)),
                  LEVEL,
                  BFLOAT16,
                  step.longs(targets, ROWS, 1))[0]
              .toFloatArray();
    }
    for (int row = 0; row < ROWS; row++) {
      int start = row * vocabulary;
      List<Integer> order =
          IntStream.range(0, vocabulary)
              .boxed()
              .sorted(Comparator.comparingDouble(id -> -coarse[start + id]))
              .toList();
      List<Integer> large = order.subList(0, 8);
      for (int id = 0; id < vocabulary; id++) {
        if (id == targets[row] || large.contains(id)) {
          assertThat(sharp[start + id]).isCloseTo((float) whole[start + id], within(1e-4f));
        } else if (coarse[start + id] != coarse[start + large.get(7)]) {
          assertThat(sharp[start + id]).isEqualTo(coarse[start + id]);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 12})
  void loweringIsOfAllLogitsAlike(double level) {
    float[] h = uniform("h", ROWS * HIDDEN, -1, 1);
    float[] head = uniform("head", 16 * HIDDEN, -1, 1);
    try (Tensors step = scope.scope()) {
      PtNDArray logits =
          program
              .call(
                  step,
                  "logits",
                  step.floats(h, ROWS, HIDDEN),
                  step.floats(head, 16, HIDDEN),
                  level)[0];
      float[] lowered = logits.toFloatArray();
      for (int i = 0; i < lowered.length; i++) {
        assertThat(lowered[i])
            .isCloseTo((float) (exact(h, head, i / 16, i % 16) - level), within(1e-4f));
      }
      PtNDArray same =
          program
              .call(
                  step,
                  "sharpen",
                  logits,
                  step.floats(h, ROWS, HIDDEN),
                  step.floats(head, 16, HIDDEN),
                  level,
                  FLOAT32)[0];
      assertThat(same.toFloatArray()).as("in fp32").isEqualTo(lowered);
    }
    assertThat(Arrays.stream(new double[] {1.00390625, 1.01171875}).map(LogitsTest::rounded))
        .as("this test rounds to even")
        .containsExactly(1.0, 1.015625);
  }
}
