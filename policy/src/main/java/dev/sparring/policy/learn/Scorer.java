package dev.sparring.policy.learn;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Conditional log-probabilities and entropies of given text. */
public final class Scorer {
  private final Tensors scope;
  private final Decoder decoder;
  private final double temperature;
  private final int budget;
  private final GradientThreads shards;

  /**
   * @param budget tokens of a micro-batch
   * @param shards what micro-batches are worked on in
   */
  public Scorer(
      Tensors scope, Decoder decoder, double temperature, int budget, GradientThreads shards) {
    this.scope = scope;
    this.decoder = decoder;
    this.temperature = temperature;
    this.budget = budget;
    this.shards = shards;
  }

  /**
   * Scores the counted tokens of episodes under some weights.
   *
   * @return one entry an episode, in order
   */
  public List<Scores> score(Weights weights, List<Episode> episodes, BooleanSupplier cancelled) {
    return columns(weights, episodes, true, cancelled).stream()
        .map(c -> new Scores(c[0], c[1]))
        .toList();
  }

  /**
   * Log-probabilities alone, without a pass over all logits for the entropies.
   *
   * @return those of an episode's counted tokens, one entry an episode, in order
   */
  public List<float[]> logprobs(
      Weights weights, List<Episode> episodes, BooleanSupplier cancelled) {
    return columns(weights, episodes, false, cancelled).stream().map(c -> c[0]).toList();
  }

  /** For each episode a column of log-probabilities and, when it is wanted, one of entropies. */
  private List<float[][]> columns(
      Weights weights, List<Episode> episodes, boolean entropy, BooleanSupplier cancelled) {
    int quantities = entropy ? 2 : 1;
    List<float[][]> columns =
        episodes.stream().map(e -> new float[quantities][e.counted()]).toList();
    int[] filled = new int[episodes.size()];
    var batches = MicroBatch.cut(episodes, budget, shards.count());
    List<float[][]> seen =
        shards.each(
            batches,
            (shard, batch) -> {
              Cancelled.check(cancelled, false);
              return run(weights, batch, entropy);
            });
    for (int b = 0; b < batches.size(); b++) {
      MicroBatch batch = batches.get(b);
      for (int i = 0; i < batch.counted(); i++) {
        int episode = batch.episode()[i];
        for (int q = 0; q < quantities; q++) {
          columns.get(episode)[q][filled[episode]] = seen.get(b)[q][i];
        }
        filled[episode]++;
      }
    }
    return columns;
  }

  private float[][] run(Weights weights, MicroBatch batch, boolean entropy) {
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
              entropy);
      return Arrays.stream(seen).map(PtNDArray::toFloatArray).toArray(float[][]::new);
    }
  }
}
