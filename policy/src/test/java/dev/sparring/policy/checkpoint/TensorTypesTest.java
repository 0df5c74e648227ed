package dev.sparring.policy.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Element types, with values that PyTorch and the standard (IEEE 754) give. */
class TensorTypesTest {
  @ParameterizedTest
  @CsvSource({
    "0000, 0x0p0",
    "8000, -0x0p0",
    "0001, 0x1p-24", // the smallest
    "03ff, 0x1.ff8p-15", // the largest subnormal
    "0400, 0x1p-14", // the smallest normal
    "3555, 0x1.554p-2", // a third
    "3c00, 1",
    "3c01, 0x1.004p0",
    "c000, -2",
    "7bff, 65504", // the largest
    "7c00, Infinity",
    "fc00, -Infinity",
    "7e00, NaN"
  })
  void halfPrecisionWidens(String bits, String value) {
    assertThat(TensorTypes.half((short) Integer.parseInt(bits, 16)))
        .isEqualTo(Float.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({
    "3f800000, 3f80",
    "3f808000, 3f80", // halfway: to even
    "3f818000, 3f82", // halfway: to even
    "3f808001, 3f81",
    "3f807fff, 3f80",
    "bf80ffff, bf81",
    "7f7fffff, 7f80", // the largest float rounds to infinity
    "7f800000, 7f80",
    "ff800000, ff80",
    "7f800001, 7fc0", // a NaN stays one
    "80000000, 8000",
    "00000001, 0000",
    "00008000, 0000",
    "00018000, 0002"
  })
  void floatsRoundToTheNearestBfloat16(String bits, String rounded) {
    float value = Float.intBitsToFloat(Integer.parseUnsignedInt(bits, 16));
    assertThat(TensorTypes.bfloat16(value)).isEqualTo((short) Integer.parseInt(rounded, 16));
  }

  @ParameterizedTest
  @CsvSource({
    "0x1.554p-2, 3555",
    "0x1.002p0, 3c00", // halfway: to even
    "0x1.006p0, 3c02", // halfway: to even
    "0x1.002002p0, 3c01",
    "-0x1.001ffep0, bc00",
    "0x1.ffep-15, 0400", // halfway from the largest subnormal to the smallest normal
    "0x1p-25, 0000", // halfway to the smallest: to even
    "0x1.000002p-25, 0001",
    "-0x1.8p-24, 8002", // halfway: to even
    "65519, 7bff",
    "65520, 7c00", // halfway beyond the largest: to infinity
    "-Infinity, fc00",
    "NaN, 7e00"
  })
  void floatsRoundToTheNearestHalf(String value, String rounded) {
    assertThat(TensorTypes.float16(Float.parseFloat(value)))
        .isEqualTo((short) Integer.parseInt(rounded, 16));
  }

  @Test
  void everyHalfNarrowsToItself() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      float value = TensorTypes.half((short) bits);
      if (!Float.isNaN(value)) {
        assertThat(TensorTypes.float16(value)).isEqualTo((short) bits);
      }
    }
  }

  private static float[] widened(String type, int width, int... bits) {
    ByteBuffer from = ByteBuffer.allocate(width * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int element : bits) {
      if (width == 2) {
        from.putShort((short) element);
      } else {
        from.putInt(element);
      }
    }
    ByteBuffer to = ByteBuffer.allocate(4 * bits.length).order(ByteOrder.nativeOrder());
    TensorTypes.copy(from.flip(), type, to, DataType.FLOAT32);
    float[] values = new float[bits.length];
    to.flip().asFloatBuffer().get(values);
    return values;
  }

  @Test
  void filesOfEveryTypeWiden() {
    assertThat(widened("BF16", 2, 0x3f80, 0xc020, 0x0001)).containsExactly(1, -2.5f, 0x1p-133f);
    assertThat(widened("F16", 2, 0x3c00, 0xc100, 0x0001)).containsExactly(1, -2.5f, 0x1p-24f);
    assertThat(widened("F32", 4, 0x3f800000, 0xc0200000)).containsExactly(1, -2.5f);
  }

  @Test
  void filesOfEveryTypeNarrowToBfloat16() {
    ByteBuffer from = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    from.putFloat(1.00390625f).putFloat(-2.5f).flip();
    ByteBuffer to = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    TensorTypes.copy(from, "F32", to, DataType.BFLOAT16);
    assertThat(to.getShort(0)).isEqualTo((short) 0x3f80);
    assertThat(to.getShort(2)).isEqualTo((short) 0xc020);
  }

  @Test
  void aConfigurationNamesTheTypesThatAreSupported() {
    assertThat(TensorTypes.named("bf16")).isEqualTo(DataType.BFLOAT16);
    assertThatThrownBy(() -> TensorTypes.named("int4"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("dtype int4 is not supported; supported: fp32, bf16");
  }
}
