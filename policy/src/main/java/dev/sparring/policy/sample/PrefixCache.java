package dev.sparring.policy.sample;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import dev.sparring.policy.text.Tokenizer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Keys and values of prompts. Prompts are worked on in blocks, and a beginning of whole blocks that
 * several prompts have in common is worked on once. Blocks end with lines, as what prompts have in
 * common does; where they end is a matter of the prompt alone, and so are its numbers.
 */
final class PrefixCache {
  /** Tokens of a block at most; with a rest, packed weights multiply them at once. */
  private static final int MOST = 56;

  /** Tokens of a block at least; fewer rows are multiplied as slowly as these. */
  private static final int LEAST = 8;

  private final Tensors memory;
  private final Decoder decoder;
  private final Tokenizer tokenizer;
  private final Map<Integer, Boolean> lineEnds = new HashMap<>();

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
  PrefixCache(Tensors memory, LanguageModel model, List<int[]> prompts) {
    this.memory = memory;
    this.decoder = model.decoder();
    this.tokenizer = model.tokenizer();
    prompts.forEach(
        prompt ->
            beginnings(prompt).forEach(beginning -> wanted.merge(beginning, 1, Integer::sum)));
  }

  private List<Beginning> beginnings(int[] prompt) {
    return ends(prompt, this::endsLine).mapToObj(length -> new Beginning(prompt, length)).toList();
  }

  private boolean endsLine(int id) {
    return lineEnds.computeIfAbsent(id, i -> tokenizer.decode(new int[] {i}).endsWith("\n"));
  }

  /**
   * Where the blocks of a prompt end, in tokens from its beginning. Its last token is decoding's. A
   * rest of less than a block stays with the block before it.
   *
   * @param endsLine whether a line ends with an id
   */
  static IntStream ends(int[] prompt, IntPredicate endsLine) {
    int all = prompt.length - 1;
    IntStream.Builder ends = IntStream.builder();
    int start = 0;
    for (int i = 1; i <= all; i++) {
      int length = i - start;
      boolean whole = length == MOST || (length >= LEAST && endsLine.test(prompt[i - 1]));
      if (i == all || (whole && all - i >= LEAST)) {
        ends.add(i);
        start = i;
      }
    }
    return ends.build();
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
    return arrays;
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
