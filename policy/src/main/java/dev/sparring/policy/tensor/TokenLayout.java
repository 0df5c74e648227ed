package dev.sparring.policy.tensor;

import ai.djl.pytorch.engine.PtNDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The tokens of a micro-batch as the program takes them (see {@code attention.py}): flat, without
 * padding, with a table that puts them into rows for attention. There are N tokens, in G prompts of
 * up to P tokens with up to E completions each, of up to C tokens.
 *
 * @param arrays ids [N], position [N] of each in its text, token [G P + G E C] at each place of the
 *     rows or −1, length [G] of each prompt; int64
 * @param sizes G, P, E, C
 */
public record TokenLayout(List<PtNDArray> arrays, int[] sizes) {
  /** The layout of one text [N]. */
  static TokenLayout of(Tensors scope, int[] ids) {
    long[] places = LongStream.range(0, ids.length).toArray();
    PtNDArray at = scope.longs(places);
    long[] text = Arrays.stream(ids).asLongStream().toArray();
    return new TokenLayout(
        List.of(scope.longs(text), at, at, scope.longs(new long[] {ids.length})),
        new int[] {1, ids.length, 0, 0});
  }
}
