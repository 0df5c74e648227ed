package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is different on a GPU. Everything else is tested there with {@code -Dtest.device=cuda}. */
@Tag("gpu")
class GpuTest {
  @Test
  void theFirstGpuIsThereByBothItsNames() {
    assertThat(Tensors.missing("cuda")).isEmpty();
    assertThat(Tensors.missing("cuda:0")).isEmpty();
    assertThat(Tensors.missing("cuda:99")).isPresent();
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT32", "BFLOAT16", "INT32", "INT64"})
  void whatIsWrittenIsReadBack(DataType type) {
    try (Tensors scope = Tensors.on("cuda", 1)) {
      PtNDArray array = scope.zeros(type, 3, 5);
      int before = scope.count();
      ByteBuffer zeros = Tensors.memory(array);
      assertThat(zeros.remaining()).isEqualTo(15 * type.getNumOfBytes());
      ByteBuffer bytes = ByteBuffer.allocate(zeros.remaining());
      for (int i = 0; bytes.hasRemaining(); i++) {
        bytes.put((byte) i);
      }
      Tensors.write(array, memory -> memory.put(bytes.flip()));
      assertThat(Tensors.memory(array)).isEqualTo(bytes.rewind());
      assertThat(scope.count()).isEqualTo(before);
    }
  }
}
