package dev.sparring.policy.rollout;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Writes completions of token ids. Used by one thread at a time. */
public interface RolloutBackend extends AutoCloseable {
  /**
   * What is wanted.
   *
   * @param model name of the weights that are to write, as in {@link
   *     dev.sparring.policy.learn.UpdatePlan.Step}
   * @param weights number of the weights; another number stands for other weights
   * @param prompts ids of each prompt, not empty and shorter than the context
   * @param samples for each prompt one random stream a completion
   */
  record Request(
      String model,
      long weights,
      List<int[]> prompts,
      List<List<RandomStream>> samples,
      Sampling sampling) {}

  /** What the log-probabilities of a backend are those of. */
  enum Logprobs {
    /** The model's own distribution, whatever the temperature. */
    RAW,
    /** The distribution that tokens are drawn from, after the temperature. */
    TEMPERED
  }

  /**
   * What a backend can do.
   *
   * @param bitwiseReproducible whether the same request gives the same bits in another run
   * @param logprobs what they are those of
   * @param swapsAdapters whether weights reach it as adapters, and in no other way
   */
  record Capabilities(boolean bitwiseReproducible, Logprobs logprobs, boolean swapsAdapters) {}

  /** What this backend can do. */
  Capabilities capabilities();

  /**
   * Writes completions.
   *
   * @param cancelled looked at from time to time
   * @return for each prompt its completions, in the order of its streams
   * @throws dev.sparring.policy.sample.Cancelled when {@code cancelled} says so
   * @throws RolloutException when a request can't be answered, on whatever server
   */
  List<List<Completion>> complete(Request request, BooleanSupplier cancelled);

  /** Frees what it holds elsewhere. */
  @Override
  void close();
}
