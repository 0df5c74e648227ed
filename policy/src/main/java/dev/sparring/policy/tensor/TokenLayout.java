package dev.sparring.policy.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Tokens as the program takes them; see {@code layout} in {@code attention.py}.
 *
 * @param arrays ids, position, place, length
 * @param sizes G, P, E, C
 */
public record TokenLayout(List<PtNDArray> arrays, int[] sizes) {
  /** One text, whole. */
  static TokenLayout of(Tensors scope, int[] ids) {
    long[] places = LongStream.range(0, ids.length).toArray();
    PtNDArray at = scope.longs(places);
    long[] text = Arrays.stream(ids).asLongStream().toArray();
    return new TokenLayout(
        List.of(scope.longs(text), at, at, scope.longs(new long[] {ids.length})),
        new int[] {1, ids.length, 0, 0});
  }
}
