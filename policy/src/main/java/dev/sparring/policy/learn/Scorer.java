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

/** Computes log-probabilities and entropies of given text. */
public final class Scorer {
  private final Tensors scope;
  private final Decoder decoder;
  private final double temperature;
  private final int budget;
  private final GradientThreads shards;

  /**
   * A scorer for one model.
   *
   * @param scope arrays of a micro-batch live in scopes of it
   * @param temperature that logits are divided by
   * @param budget about how many tokens are computed at a time
   * @param shards threads that compute micro-batches; the caller closes them
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
   * Scores the counted tokens of episodes.
   *
   * @param weights to score with
   * @param cancelled is asked between micro-batches
   * @return one entry an episode, in their order
   * @throws Cancelled when {@code cancelled} is true
   */
  public List<Scores> score(Weights weights, List<Episode> episodes, BooleanSupplier cancelled) {
    return columns(weights, episodes, true, cancelled).stream()
        .map(c -> new Scores(c[0], c[1]))
        .toList();
  }

  /**
   * Log-probabilities of the counted tokens of episodes. It saves the pass over all logits that
   * entropies need.
   *
   * @param weights to score with
   * @param cancelled is asked between micro-batches
   * @return one array an episode, in their order, with one number a counted token, nats
   * @throws Cancelled when {@code cancelled} is true
   */
  public List<float[]> logprobs(
      Weights weights, List<Episode> episodes, BooleanSupplier cancelled) {
    return columns(weights, episodes, false, cancelled).stream().map(c -> c[0]).toList();
  }

  /** For each episode an array of log-probabilities and, if wanted, one of entropies. */
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
