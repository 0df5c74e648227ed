package dev.sparring.policy.learn;

import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Changes weights so that episodes with an advantage become more probable. */
public final class Learner implements AutoCloseable {
  /** Elements of a chunk of logits. */
  private static final int LOGITS = 1 << 23;

  private final Tensors scope;
  private final Decoder decoder;
  private final Parameters weights;
  private final Reference reference;
  private final LearnSettings settings;
  private final Optimizer optimizer;
  private final int chunk;

  /** Log-probabilities of a micro-batch's counted tokens under the reference policy. */
  interface Reference {
    /**
     * Scores the micro-batch's targets.
     *
     * @param ids [B, T]
     * @param at [M]
     * @param target [M]
     * @return [M], fp32
     */
    PtNDArray score(Tensors step, MicroBatch batch, PtNDArray ids, PtNDArray at, PtNDArray target);
  }

  /**
   * @param reference the policy to stay near; without one the divergence is from the behaviour
   * @param temperature at which episodes are sampled and scored
   */
  public Learner(
      Tensors scope,
      Decoder decoder,
      Parameters weights,
      Optional<Parameters> reference,
      LearnSettings settings,
      double temperature) {
    this(scope, decoder, weights, settings, scores(decoder, reference, temperature));
  }

  private static Reference scores(
      Decoder decoder, Optional<Parameters> reference, double temperature) {
    return reference
        .<Reference>map(
            base ->
                (step, batch, ids, at, target) ->
                    decoder.score(step, ids, at, target, base.list(), temperature, chunk(base))[0])
        .orElse(null);
  }

  /** Rows of a chunk of logits. */
  static int chunk(Parameters weights) {
    return Math.max(64, LOGITS / weights.spec().vocabulary());
  }

  Learner(
      Tensors scope,
      Decoder decoder,
      Parameters weights,
      LearnSettings settings,
      Reference reference) {
    this.scope = scope;
    this.decoder = decoder;
    this.weights = weights;
    this.reference = reference;
    this.settings = settings;
    this.optimizer = new Optimizer(scope, decoder, weights);
    this.chunk = chunk(weights);
  }

  /**
   * Takes the optimizer steps that the settings ask of a batch: {@code epochs} passes, each in
   * {@code miniBatches} parts.
   *
   * @param rate learning rate
   * @param cancelled looked at between micro-batches
   * @throws Cancelled when {@code cancelled} says so; it tells whether a step had been taken
   */
  public LearnReport update(
      List<Episode> episodes, Loss loss, double rate, BooleanSupplier cancelled) {
    Tally tally = new Tally();
    boolean first = true;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (List<Episode> part : parts(episodes)) {
        accumulate(part, loss, tally, first, cancelled);
        tally.step(optimizer.step(settings, rate));
        first = false;
      }
    }
    return tally.report();
  }

  private List<List<Episode>> parts(List<Episode> episodes) {
    List<List<Episode>> parts = new ArrayList<>();
    int count = Math.min(settings.miniBatches(), episodes.size());
    for (int i = 0; i < count; i++) {
      parts.add(episodes.subList(i * episodes.size() / count, (i + 1) * episodes.size() / count));
    }
    return parts;
  }

  private void accumulate(
      List<Episode> episodes, Loss loss, Tally tally, boolean first, BooleanSupplier cancelled) {
    double[] perEpisode = TokenWeights.of(loss.aggregation(), loss.constant(), episodes);
    for (MicroBatch batch : MicroBatch.cut(episodes, settings.microBatchTokens())) {
      if (cancelled.getAsBoolean()) {
        optimizer.drop();
        throw new Cancelled(!first);
      }
      if (batch.counted() > 0) {
        float[][] columns = gradients(batch, episodes, perEpisode, loss);
        tally.add(batch, episodes, perEpisode, columns, loss, first);
      }
    }
  }

  /** Adds a micro-batch's gradients; gives what it saw, one column a quantity. */
  private float[][] gradients(
      MicroBatch batch, List<Episode> episodes, double[] perEpisode, Loss loss) {
    int n = batch.counted();
    float[] old = new float[n];
    float[] advantage = new float[n];
    float[] weight = new float[n];
    float[] imitate = new float[n];
    for (int i = 0; i < n; i++) {
      Episode episode = episodes.get(batch.episode()[i]);
      old[i] = episode.behaviour()[batch.token()[i]];
      advantage[i] = episode.advantage()[batch.token()[i]];
      weight[i] = (float) perEpisode[batch.episode()[i]];
      imitate[i] = loss instanceof Loss.Supervised ? 1 : 0;
    }
    try (Tensors step = scope.scope()) {
      PtNDArray ids = step.longs(batch.ids(), batch.episodes().length, batch.width());
      PtNDArray at = step.longs(batch.at());
      PtNDArray target = step.longs(batch.target());
      PtNDArray behaviour = step.floats(old);
      PtNDArray ref =
          reference == null || loss instanceof Loss.Supervised
              ? behaviour
              : reference.score(step, batch, ids, at, target);
      PtNDArray[] seen =
          decoder.learn(
              step,
              List.of(
                  ids,
                  at,
                  target,
                  behaviour,
                  ref,
                  step.floats(advantage),
                  step.floats(weight),
                  step.floats(imitate)),
              weights.list(),
              optimizer.gradients(),
              options(loss),
              new int[] {estimator(loss), chunk, 0});
      float[][] columns = new float[seen.length][];
      for (int i = 0; i < seen.length; i++) {
        columns[i] = seen[i].toFloatArray();
      }
      return columns;
    }
  }

  private static double[] options(Loss loss) {
    return loss instanceof Loss.PolicyGradient p
        ? new double[] {
          p.clip().low(), p.clip().high(), p.clip().dual(), p.kl().coefficient(), p.temperature()
        }
        : new double[] {0.2, 0.2, 0, 0, 1};
  }

  private static int estimator(Loss loss) {
    if (!(loss instanceof Loss.PolicyGradient policy)) {
      return 3;
    }
    return switch (policy.kl().estimator()) {
      case K1 -> 1;
      case K2 -> 2;
      case K3 -> 3;
    };
  }

  /** The gradients that backward adds to, as the weights are laid out. */
  TensorList gradients() {
    return optimizer.gradients();
  }

  /** Adds the gradients of a batch without taking a step. */
  LearnReport accumulate(List<Episode> episodes, Loss loss) {
    Tally tally = new Tally();
    accumulate(episodes, loss, tally, true, () -> false);
    tally.step(0);
    return tally.report();
  }

  /** Takes a step over the gradients that are there; returns their norm. */
  double step(double rate) {
    return optimizer.step(settings, rate);
  }

  /** Writes the optimizer's state beside the weights. */
  public void save(Path directory) throws IOException {
    optimizer.save(directory);
  }

  /** Reads the optimizer's state. */
  public void load(Path directory) {
    optimizer.load(directory);
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
