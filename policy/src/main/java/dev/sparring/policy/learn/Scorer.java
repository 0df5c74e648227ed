package dev.sparring.policy.learn;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Lanes;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Conditional log-probabilities and entropies of given text. */
public final class Scorer {
  private final Tensors scope;
  private final Decoder decoder;
  private final double temperature;
  private final int budget;
  private final Lanes lanes;

  /**
   * @param budget tokens of a micro-batch
   * @param lanes what micro-batches are worked on in
   */
  public Scorer(Tensors scope, Decoder decoder, double temperature, int budget, Lanes lanes) {
    this.scope = scope;
    this.decoder = decoder;
    this.temperature = temperature;
    this.budget = budget;
    this.lanes = lanes;
  }

  /**
   * Scores the counted tokens of episodes under some weights.
   *
   * @return one entry an episode, in order
   */
  public List<Scores> score(Weights weights, List<Episode> episodes, BooleanSupplier cancelled) {
    List<Scores> scores = new ArrayList<>();
    episodes.forEach(e -> scores.add(new Scores(new float[e.counted()], new float[e.counted()])));
    int[] filled = new int[episodes.size()];
    var batches = MicroBatch.cut(episodes, budget, lanes.count());
    List<float[][]> seen =
        lanes.each(
            batches,
            (lane, batch) -> {
              Cancelled.check(cancelled, false);
              return run(weights, batch);
            });
    for (int b = 0; b < batches.size(); b++) {
      MicroBatch batch = batches.get(b);
      for (int i = 0; i < batch.counted(); i++) {
        int episode = batch.episode()[i];
        scores.get(episode).logprobs()[filled[episode]] = seen.get(b)[0][i];
        scores.get(episode).entropies()[filled[episode]++] = seen.get(b)[1][i];
      }
    }
    return scores;
  }

  private float[][] run(Weights weights, MicroBatch batch) {
    try (Tensors step = scope.scope()) {
      PtNDArray[] seen =
          decoder.score(
              step,
              batch.layout(step),
              step.longs(batch.at()),
              step.longs(batch.target()),
              weights,
              temperature,
              Learner.chunk(weights),
              true);
      return new float[][] {seen[0].toFloatArray(), seen[1].toFloatArray()};
    }
  }
}
