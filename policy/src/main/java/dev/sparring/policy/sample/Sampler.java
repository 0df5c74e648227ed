package dev.sparring.policy.sample;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * Writes completions.
 *
 * <p>What a row's numbers round to does not depend on who its neighbours are. Where products of
 * packed weights round alike however many rows there are, decoding has as many rows as are in use,
 * in eights; elsewhere always all slots. Every {@code chunk} tokens the host looks which rows are
 * done and lets waiting ones in.
 */
public final class Sampler {
  /** Attended lengths are multiples of this; sums over a multiple of it round alike. */
  private static final int LENGTH_STEP = 16;

  /** Below this many multiplications the engine takes another kernel, which rounds differently. */
  private static final int SMALL_PRODUCT = 400;

  /** Rows come in multiples of this; fewer would be multiplied by other kernels. */
  private static final int ROWS = 8;

  private final Tensors scope;
  private final LanguageModel model;
  private final int slots;
  private final int chunk;
  private final int context;
  private final int lengthStep;

  /**
   * @param slots rows side by side
   * @param chunk tokens between two looks
   * @param context longest prompt and completion together; 0 is the model's own limit
   */
  public Sampler(Tensors scope, LanguageModel model, int slots, int chunk, int context) {
    this.scope = scope;
    this.model = model;
    this.slots = slots;
    this.chunk = chunk;
    this.context =
        context == 0 ? model.spec().positions() : Math.min(context, model.spec().positions());
    int width = model.spec().querySize() / model.spec().keyValueHeads();
    this.lengthStep = roundUp((SMALL_PRODUCT + width - 1) / width, LENGTH_STEP);
  }

  /** Rows side by side. */
  public int slots() {
    return slots;
  }

  /** Longest prompt and completion together. */
  public int context() {
    return context;
  }

  /**
   * Completes prompts.
   *
   * @param weights packed
   * @param prompts ids of each, not empty and shorter than the context
   * @param streams for each prompt one random stream a sample
   * @param cancelled looked at between chunks
   * @return for each prompt its completions, in the order of its streams
   * @throws Cancelled when {@code cancelled} says so
   */
  public List<List<Completion>> complete(
      Weights weights,
      List<int[]> prompts,
      List<List<RandomStream>> streams,
      Sampling sampling,
      BooleanSupplier cancelled) {
    List<List<DecodeSequence>> rows = new ArrayList<>();
    Queue<DecodeSequence> waiting = new ArrayDeque<>();
    int longest = 0;
    for (int i = 0; i < prompts.size(); i++) {
      int[] prompt = prompts.get(i);
      int limit = Math.min(sampling.maxTokens(), context - prompt.length);
      List<DecodeSequence> group =
          streams.get(i).stream().map(s -> new DecodeSequence(prompt, s, limit)).toList();
      rows.add(group);
      waiting.addAll(group);
      longest = Math.max(longest, prompt.length + limit);
    }
    if (!waiting.isEmpty()) {
      try (Batch batch = new Batch(weights, prompts, longest)) {
        batch.run(waiting, sampling, cancelled);
      }
    }
    return rows.stream()
        .map(group -> group.stream().map(DecodeSequence::completion).toList())
        .toList();
  }

  /** The slots and their caches during one call. */
  private final class Batch implements AutoCloseable {
    private final Tensors memory = scope.scope();
    private final List<DecodeSequence> rows = new ArrayList<>();
    private final int capacity;
    private final Weights weights;
    private final PrefixCache prefixCache;
    private final TensorList caches;
    private int held;

    Batch(Weights weights, List<int[]> prompts, int longest) {
      this.weights = weights;
      prefixCache = new PrefixCache(memory, model, prompts);
      capacity = roundUp(longest, lengthStep);
      held = scope.onGpu() ? capacity : lengthStep;
      caches = model.decoder().caches(memory, width(slots), held);
    }

    /** Rows that are computed when {@code used} are in use. */
    private int width(int used) {
      return model.decoder().rowsAlike() ? roundUp(used, ROWS) : slots;
    }

    /**
     * Makes caches hold as many positions as are needed, and no more, where they may have no gaps.
     */
    private void fit(int needed) {
      if (needed != held && !scope.onGpu()) {
        model.decoder().fit(memory, caches, needed);
        held = needed;
      }
    }

    private int rounded(int positions) {
      return Math.min(capacity, roundUp(positions, lengthStep));
    }

    void run(Queue<DecodeSequence> waiting, Sampling sampling, BooleanSupplier cancelled) {
      while (!waiting.isEmpty() || !rows.isEmpty()) {
        Cancelled.check(cancelled, false);
        admit(waiting);
        decode(sampling);
        leave();
      }
    }

    private void admit(Queue<DecodeSequence> waiting) {
      while (!waiting.isEmpty() && rows.size() < slots) {
        int[] prompt = waiting.peek().prompt();
        int first = rows.size();
        while (!waiting.isEmpty() && rows.size() < slots && waiting.peek().prompt() == prompt) {
          rows.add(waiting.remove());
        }
        prefill(prompt, LongStream.range(first, rows.size()).toArray());
        if (waiting.isEmpty() || waiting.peek().prompt() != prompt) {
          prefixCache.forget(prompt);
        }
      }
    }

    /** Moves the last rows into the slots of rows that have ended. */
    private void leave() {
      List<Long> from = new ArrayList<>();
      List<Long> to = new ArrayList<>();
      for (int i = 0; i < rows.size(); i++) {
        while (i < rows.size() && rows.get(rows.size() - 1).done()) {
          rows.remove(rows.size() - 1);
        }
        if (i < rows.size() && rows.get(i).done()) {
          from.add(rows.size() - 1L);
          to.add((long) i);
          rows.set(i, rows.remove(rows.size() - 1));
        }
      }
      if (!from.isEmpty()) {
        model.decoder().move(memory, caches, longs(from), longs(to));
      }
    }

    /** All but the last token, which is the first that decoding is given. */
    private void prefill(int[] prompt, long[] into) {
      if (prompt.length > 1) {
        fit(Math.max(held, rounded(prompt.length)));
        try (Tensors step = memory.scope()) {
          model
              .decoder()
              .admit(step, caches, prefixCache.prefill(step, weights, prompt), step.longs(into));
        }
      }
    }

    private void decode(Sampling sampling) {
      int width = width(rows.size());
      long[] token = new long[width];
      long[] position = new long[width];
      float[] uniforms = new float[width * chunk];
      int furthest = 0;
      for (int i = 0; i < rows.size(); i++) {
        DecodeSequence row = rows.get(i);
        token[i] = row.token();
        position[i] = row.position();
        furthest = Math.max(furthest, row.position());
        for (int n = 0; n < chunk; n++) {
          uniforms[i * chunk + n] = row.uniform(n);
        }
      }
      int seen = rounded(furthest + chunk);
      fit(seen);
      try (Tensors step = memory.scope()) {
        PtNDArray[] drawn =
            model
                .decoder()
                .decode(
                    step,
                    step.longs(token),
                    step.longs(position),
                    step.floats(uniforms, width, chunk),
                    seen,
                    weights,
                    caches,
                    new double[] {sampling.temperature(), sampling.topP(), sampling.minP()},
                    sampling.topK());
        take(drawn[0].toLongArray(), drawn[1].toFloatArray(), sampling);
      }
    }

    private void take(long[] ids, float[] logprobs, Sampling sampling) {
      for (int i = 0; i < rows.size(); i++) {
        for (int n = 0; n < chunk; n++) {
          int at = i * chunk + n;
          rows.get(i)
              .add((int) ids[at], logprobs[at], model.stopIds(), sampling, model.tokenizer());
        }
      }
    }

    @Override
    public void close() {
      caches.close();
      memory.close();
    }
  }

  private static long[] longs(List<Long> list) {
    return list.stream().mapToLong(Long::longValue).toArray();
  }

  private static int roundUp(int length, int step) {
    return (length + step - 1) / step * step;
  }
}
