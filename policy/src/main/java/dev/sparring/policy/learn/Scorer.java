package dev.sparring.policy.learn;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Conditional log-probabilities and entropies of given text. */
public final class Scorer {
  private final Tensors scope;
  private final Decoder decoder;
  private final double temperature;
  private final int budget;

  /**
   * @param budget tokens of a micro-batch, padding included
   */
  public Scorer(Tensors scope, Decoder decoder, double temperature, int budget) {
    this.scope = scope;
    this.decoder = decoder;
    this.temperature = temperature;
    this.budget = budget;
  }

  /**
   * Scores the counted tokens of episodes under some weights.
   *
   * @return one entry an episode, in order
   */
  public List<Policy.Scores> score(
      Parameters weights, List<Episode> episodes, BooleanSupplier cancelled) {
    List<Policy.Scores> scores = new ArrayList<>();
    episodes.forEach(
        e -> scores.add(new Policy.Scores(new float[e.counted()], new float[e.counted()])));
    int[] filled = new int[episodes.size()];
    for (MicroBatch batch : MicroBatch.cut(episodes, budget)) {
      if (cancelled.getAsBoolean()) {
        throw new Cancelled(false);
      }
      if (batch.counted() > 0) {
        float[][] columns = run(weights, batch);
        for (int i = 0; i < batch.counted(); i++) {
          int episode = batch.episode()[i];
          scores.get(episode).logprobs()[filled[episode]] = columns[0][i];
          scores.get(episode).entropies()[filled[episode]++] = columns[1][i];
        }
      }
    }
    return scores;
  }

  private float[][] run(Parameters weights, MicroBatch batch) {
    try (Tensors step = scope.scope()) {
      PtNDArray[] seen =
          decoder.score(
              step,
              step.longs(batch.ids(), batch.episodes().length, batch.width()),
              step.longs(batch.at()),
              step.longs(batch.target()),
              weights.list(),
              temperature,
              Learner.chunk(weights));
      return new float[][] {seen[0].toFloatArray(), seen[1].toFloatArray()};
    }
  }
}
