package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.policy.Tiny;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A weight of several parts, the last of them short and of an odd size. */
class WeightUpdatesTest {
  private static final int SIZE = 1_200_001;

  private static final int ROWS = 649;

  /** With beta1 0 the first moment is the gradient, which bf16 holds as it is. */
  private static final double[] HYPER = {1e-4, 0, 0.999, 0.01, 1e-8, 0.5};

  @Test
  void mastersInPartsStepAsOneArrayInFp32() {
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 2)) {
      WeightUpdates updates = new WeightUpdates(DecoderProgram.load(scope));
      PtNDArray start = scope.as(DataType.BFLOAT16, scope.floats(numbers(0)));
      TensorList coarse = new TensorList(List.of(start));
      TensorList low = fresh(scope, DataType.INT32, (SIZE + 1) / 2);
      TensorList fine = new TensorList(List.of(updates.masters(scope, coarse, low)[0]));
      TensorList coarseFirst = fresh(scope, DataType.BFLOAT16, SIZE);
      TensorList fineFirst = fresh(scope, DataType.FLOAT32, SIZE);
      TensorList coarseSecond = fresh(scope, DataType.FLOAT32, SIZE);
      TensorList fineSecond = fresh(scope, DataType.FLOAT32, SIZE);
      TensorList coarseSteps = fresh(scope, DataType.FLOAT32);
      TensorList fineSteps = fresh(scope, DataType.FLOAT32);
      for (int step = 1; step <= 3; step++) {
        PtNDArray slope = scope.floats(numbers(step));
        TensorList half = new TensorList(List.of(scope.as(DataType.BFLOAT16, slope)));
        TensorList whole = new TensorList(List.of(slope));
        updates.adamwSplit(scope, coarse, low, half, coarseFirst, coarseSecond, coarseSteps, HYPER);
        updates.adamw(scope, fine, whole, fineFirst, fineSecond, fineSteps, HYPER);
        assertThat(updates.gradientNorm(scope, half)).as("gradients are used up").isZero();
      }
      PtNDArray masters = updates.masters(scope, coarse, low)[0];
      assertThat(apart(masters, fine.get(0))).isLessThanOrEqualTo(1e-7);
      assertThat(apart(coarseSecond.get(0), fineSecond.get(0))).isLessThanOrEqualTo(1e-9);
      assertThat(apart(scope.floats(numbers(0)), fine.get(0))).as("moved").isGreaterThan(1e-4);
    }
  }

  @Test
  void theNormOfGradientsInBf16IsThatInFp32() {
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 2)) {
      WeightUpdates updates = new WeightUpdates(DecoderProgram.load(scope));
      PtNDArray matrix = scope.floats(numbers(1), ROWS, SIZE / ROWS);
      PtNDArray row = scope.floats(Arrays.copyOf(numbers(2), 4_097));
      double sum = 0;
      for (PtNDArray x : List.of(matrix, row)) {
        for (float number : x.toFloatArray()) {
          sum += number * (double) number;
        }
      }
      TensorList fine = new TensorList(List.of(matrix, row));
      TensorList coarse =
          new TensorList(
              List.of(scope.as(DataType.BFLOAT16, matrix), scope.as(DataType.BFLOAT16, row)));
      assertThat(updates.gradientNorm(scope, fine))
          .isCloseTo(Math.sqrt(sum), withinPercentage(0.01));
      assertThat(updates.gradientNorm(scope, coarse))
          .isCloseTo(Math.sqrt(sum), withinPercentage(0.2));
    }
  }

  private static TensorList fresh(Tensors scope, DataType type, long... shape) {
    return new TensorList(List.of(scope.zeros(type, shape)));
  }

  private static double apart(PtNDArray one, PtNDArray other) {
    float[] a = one.toFloatArray();
    float[] b = other.toFloatArray();
    return IntStream.range(0, SIZE).mapToDouble(i -> Math.abs(a[i] - b[i])).max().orElseThrow();
  }

  /** Of up to six bits, so that bf16 holds them, and unlike from place to place. */
  private static float[] numbers(int seed) {
    float[] numbers = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      numbers[i] = ((i * 31L + seed * 7L) % 61 - 30) / 64f;
    }
    return numbers;
  }
}
