package dev.sparring.policy.sample;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Keys and values of prompts. Prompts are worked on in blocks of {@link #BLOCK} tokens, and a
 * beginning of whole blocks that several prompts have in common is worked on once. As the blocks
 * are the same whoever else is there, so are the numbers.
 */
final class Prefixes {
  /** Tokens; fewer would be shared more often and multiplied more slowly. */
  static final int BLOCK = 32;

  private final Tensors memory;
  private final Decoder decoder;

  /** Prompts that still begin so, of each beginning. */
  private final Map<Beginning, Integer> wanted = new HashMap<>();

  private final Map<Beginning, Kept> kept = new HashMap<>();

  /** The first {@code length} ids of a prompt. */
  private record Beginning(int[] prompt, int length) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Beginning b
          && length == b.length
          && Arrays.equals(prompt, 0, length, b.prompt, 0, length);
    }

    @Override
    public int hashCode() {
      return Arrays.stream(prompt, 0, length).reduce(1, (hash, id) -> 31 * hash + id);
    }
  }

  /** Keys and values, and the scope that they live in. */
  private record Kept(Tensors scope, List<PtNDArray> arrays) {}

  /**
   * @param memory lives as long as this is used
   * @param prompts each will be asked for at least once
   */
  Prefixes(Tensors memory, Decoder decoder, List<int[]> prompts) {
    this.memory = memory;
    this.decoder = decoder;
    prompts.forEach(
        prompt ->
            beginnings(prompt).forEach(beginning -> wanted.merge(beginning, 1, Integer::sum)));
  }

  /** What ends with a whole block; the last token of a prompt is decoding's. */
  private static List<Beginning> beginnings(int[] prompt) {
    return IntStream.rangeClosed(1, (prompt.length - 1) / BLOCK)
        .mapToObj(blocks -> new Beginning(prompt, blocks * BLOCK))
        .toList();
  }

  /** Keys and values of all tokens of a prompt but the last; they live in {@code step}. */
  List<PtNDArray> prefill(Tensors step, Weights weights, int[] prompt) {
    List<PtNDArray> arrays = decoder.nothing(step);
    int done = 0;
    for (Beginning beginning : beginnings(prompt)) {
      Kept there = kept.get(beginning);
      if (there == null) {
        boolean shared = wanted.get(beginning) > 1;
        Tensors scope = shared ? memory.scope() : step;
        arrays = extend(scope, weights, arrays, prompt, done, beginning.length());
        if (shared) {
          kept.put(beginning, new Kept(scope, arrays));
        }
      } else {
        arrays = there.arrays();
      }
      done = beginning.length();
    }
    return done == prompt.length - 1
        ? arrays
        : extend(step, weights, arrays, prompt, done, prompt.length - 1);
  }

  /** A prompt will not be asked for again. */
  void forget(int[] prompt) {
    for (Beginning beginning : beginnings(prompt)) {
      int left = wanted.merge(beginning, -1, Integer::sum);
      if (left == 0 && kept.containsKey(beginning)) {
        kept.remove(beginning).scope().close();
      }
    }
  }

  private List<PtNDArray> extend(
      Tensors scope, Weights weights, List<PtNDArray> past, int[] prompt, int from, int to) {
    long[] ids = Arrays.stream(prompt, from, to).asLongStream().toArray();
    return decoder.prefill(scope, scope.longs(ids), past, weights);
  }
}
