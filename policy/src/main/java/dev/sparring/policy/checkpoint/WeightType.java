package dev.sparring.policy.checkpoint;

import ai.djl.ndarray.types.DataType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Element types that weights are stored in. */
public enum WeightType {
  FP32("F32", "float32", DataType.FLOAT32, Float.POSITIVE_INFINITY),
  BF16("BF16", "bfloat16", DataType.BFLOAT16, 0x1.ffp127f),
  FP16("F16", "float16", DataType.FLOAT16, 65520);

  /** What is read, and never written. */
  static final String DOUBLE = "F64";

  private final String file;
  private final String torch;
  private final DataType array;
  private final float limit;

  /**
   * @param file its name in safetensors
   * @param torch its name in {@code config.json}
   * @param array its name as an array's
   * @param limit numbers from here on round to infinity
   */
  WeightType(String file, String torch, DataType array, float limit) {
    this.file = file;
    this.torch = torch;
    this.array = array;
    this.limit = limit;
  }

  /** The type that {@code fp32}, {@code bf16} or {@code fp16} names, or PyTorch's name for it. */
  public static WeightType named(String name) {
    return named(name, List.of(values()));
  }

  /** The one of these that is named so. */
  static WeightType named(String name, List<WeightType> supported) {
    return supported.stream()
        .filter(type -> type.isCalled(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CheckpointException(
                    String.format(
                        Locale.ROOT,
                        "dtype %s is not supported; supported: %s",
                        name,
                        list(supported, WeightType::toString))));
  }

  private boolean isCalled(String name) {
    String bare = name.toLowerCase(Locale.ROOT).replaceFirst("^torch\\.", "");
    return bare.equals(toString()) || bare.equals(torch);
  }

  /** The type that a tensor is taken as, unless weights cannot have its own: F64 as fp32. */
  static Optional<WeightType> in(Safetensors.Entry entry) {
    String name = entry.type().equals(DOUBLE) ? FP32.file : entry.type();
    return Arrays.stream(values()).filter(type -> type.file.equals(name)).findFirst();
  }

  /** The type of a tensor that {@link Safetensors#require} has let through. */
  static WeightType of(Safetensors.Entry entry) {
    return in(entry).orElseThrow();
  }

  /** The type that an array is written in. */
  public static WeightType of(DataType array) {
    return Arrays.stream(values()).filter(type -> type.array == array).findFirst().orElseThrow();
  }

  /** All that are read, as files name them. */
  static String files() {
    return list(List.of(values()), WeightType::file) + ", " + DOUBLE;
  }

  private static String list(List<WeightType> types, Function<WeightType, String> name) {
    return types.stream().map(name).collect(Collectors.joining(", "));
  }

  String file() {
    return file;
  }

  String torch() {
    return torch;
  }

  DataType array() {
    return array;
  }

  int width() {
    return Safetensors.width(file);
  }

  /** Whether a number is finite, and stays so when it is rounded to this type. */
  boolean holds(float value) {
    return Math.abs(value) < limit;
  }

  /** Appends a number, rounded to the nearest, ties to even. */
  void put(ByteBuffer to, float value) {
    switch (this) {
      case FP32 -> to.putFloat(value);
      case BF16 -> to.putShort(TensorTypes.bfloat16(value));
      case FP16 -> to.putShort(TensorTypes.float16(value));
    }
  }

  /** As a configuration names it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
