package dev.sparring.policy.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Element types of files and arrays, and the way from one to the other. */
public final class TensorTypes {
  private static final int PIECE = 1 << 14;

  private TensorTypes() {}

  /** The array type that a configuration names: {@code fp32} or {@code bf16}. */
  public static DataType named(String name) {
    return WeightType.named(name, List.of(WeightType.FP32, WeightType.BF16)).array();
  }

  /** Copies all of {@code from} (of a file's type) into {@code to} (of an array's type). */
  static void copy(ByteBuffer from, String type, ByteBuffer to, DataType target) {
    if (type.equals(WeightType.of(target).file())) {
      to.put(from);
      return;
    }
    int width = Safetensors.width(type);
    int count = from.remaining() / width;
    for (int i = 0; i < count; i++) {
      float value = get(from, type, i);
      if (target == DataType.FLOAT32) {
        to.putFloat(value);
      } else {
        to.putShort(bfloat16(value));
      }
    }
  }

  /** Writes the sum of tensors of one shape, added in fp32 in their order. */
  static void sum(List<Safetensors.Entry> tensors, ByteBuffer to, DataType target) {
    List<ByteBuffer> bytes = tensors.stream().map(Safetensors.Entry::bytes).toList();
    int count = bytes.get(0).remaining() / Safetensors.width(tensors.get(0).type());
    for (int from = 0; from < count; from += PIECE) {
      float[] sum = new float[Math.min(PIECE, count - from)];
      float[] next = new float[sum.length];
      read(bytes.get(0), tensors.get(0).type(), from, sum);
      for (int t = 1; t < tensors.size(); t++) {
        read(bytes.get(t), tensors.get(t).type(), from, next);
        for (int i = 0; i < sum.length; i++) {
          sum[i] += next[i];
        }
      }
      put(sum, to, target);
    }
  }

  /** Writes values, rounded to an array's type. */
  static void put(float[] values, ByteBuffer to, DataType target) {
    for (float value : values) {
      if (target == DataType.FLOAT32) {
        to.putFloat(value);
      } else {
        to.putShort(bfloat16(value));
      }
    }
  }

  /** Reads as many elements as fit, from the one numbered {@code first} on. */
  static void read(ByteBuffer from, String type, int first, float[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] = get(from, type, first + i);
    }
  }

  private static float get(ByteBuffer from, String type, int i) {
    return switch (type) {
      case "F32" -> from.getFloat(i * 4);
      case WeightType.DOUBLE -> (float) from.getDouble(i * 8);
      case "BF16" -> Float.intBitsToFloat(from.getShort(i * 2) << 16);
      case "F16" -> half(from.getShort(i * 2));
      default -> throw new CheckpointException("tensors of type " + type + " are not supported");
    };
  }

  /** Whether all elements are numbers and none is infinite; native byte order. */
  static boolean finite(ByteBuffer elements, DataType type) {
    ByteBuffer from = elements.order(ByteOrder.nativeOrder());
    while (from.hasRemaining()) {
      float value =
          switch (type) {
            case FLOAT32 -> from.getFloat();
            case BFLOAT16 -> Float.intBitsToFloat(from.getShort() << 16);
            default -> throw new IllegalArgumentException("no weights are of type " + type);
          };
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  /** Rounds to nearest, ties to even. */
  public static short bfloat16(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x40);
    }
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** IEEE 754 binary32 to binary16; rounds to nearest, ties to even. */
  static short float16(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    float magnitude = Math.abs(value);
    if (Float.isNaN(value)) {
      return (short) (sign | 0x7E00);
    }
    if (magnitude >= 65520) {
      return (short) (sign | 0x7C00);
    }
    if (magnitude < 0x1p-14f) { // a multiple of the smallest
      return (short) (sign | (int) Math.rint(magnitude * 0x1p24f));
    }
    int rebiased = (bits & 0x7FFFFFFF) - (112 << 23);
    return (short) (sign | ((rebiased + 0xFFF + ((rebiased >>> 13) & 1)) >>> 13));
  }

  /** IEEE 754 binary16 to binary32. */
  static float half(short bits) {
    int exponent = (bits >>> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float magnitude =
        exponent == 31
            ? (fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN)
            : exponent == 0
                ? fraction * 0x1p-24f
                : Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    return bits < 0 ? -magnitude : magnitude;
  }
}
