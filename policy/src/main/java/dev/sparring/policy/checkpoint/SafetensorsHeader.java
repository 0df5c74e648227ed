package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads entries of a safetensors file's header; nothing in it is taken for granted.
 *
 * @param data where the tensors' bytes begin
 * @param size of the file
 */
record SafetensorsHeader(Path file, long data, long size) {
  Safetensors.Entry entry(String name, JsonNode json) {
    JsonNode offsets = json.path("data_offsets");
    JsonNode dimensions = json.path("shape");
    if (!json.path("dtype").isTextual()
        || !dimensions.isArray()
        || !offsets.isArray()
        || offsets.size() != 2) {
      throw damaged(name, "has no dtype, shape and data_offsets");
    }
    String type = json.path("dtype").asText();
    long[] shape = new long[dimensions.size()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = count(name, dimensions.path(i));
    }
    long from = count(name, offsets.path(0));
    long to = count(name, offsets.path(1));
    if (to > size - data) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s is truncated: tensor %s ends at byte %d, the file at %d",
              file,
              name,
              BigInteger.valueOf(to).add(BigInteger.valueOf(data)),
              size));
    }
    if (from > to || bytes(shape, type) != to - from) {
      String what = type + Arrays.toString(shape);
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s %s does not fit its %d bytes",
              file,
              name,
              what,
              to - from));
    }
    return new Safetensors.Entry(file, type, shape, data + from, data + to);
  }

  private long count(String name, JsonNode number) {
    if (!number.isIntegralNumber() || !number.canConvertToLong() || number.asLong() < 0) {
      throw damaged(name, "has " + number + " for a whole number, 0 or more");
    }
    return number.asLong();
  }

  private CheckpointException damaged(String name, String what) {
    return new CheckpointException(file + " has a damaged header: tensor " + name + " " + what);
  }

  /** Bytes of a tensor; -1 when no file could hold them. */
  private static long bytes(long[] shape, String type) {
    try {
      long bytes = Safetensors.width(type);
      for (long dimension : shape) {
        bytes = Math.multiplyExact(bytes, dimension);
      }
      return bytes;
    } catch (ArithmeticException e) {
      return -1;
    }
  }
}
