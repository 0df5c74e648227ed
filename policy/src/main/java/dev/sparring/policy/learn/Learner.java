package dev.sparring.policy.learn;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.TokenLayout;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Changes weights so that episodes with an advantage become more probable. */
public final class Learner implements AutoCloseable {
  /** Elements of a chunk of logits: 32 MB of bf16, which the launcher's allocator keeps at hand. */
  private static final int LOGITS = 1 << 24;

  private static final int LEAST_ROWS = 64;

  private final Tensors scope;
  private final Decoder decoder;
  private final Weights weights;
  private final GradientThreads threads;
  private final TensorList unwanted;
  private final List<Weights> gradients;
  private final Reference reference;
  private final LearnSettings settings;
  private final Optimizer optimizer;

  /** Log-probabilities of a micro-batch's counted tokens under the reference policy. */
  interface Reference {
    /**
     * Scores the micro-batch's targets.
     *
     * @param at [M]
     * @param target [M]
     * @return [M], fp32
     */
    PtNDArray score(
        Tensors step, MicroBatch batch, TokenLayout layout, PtNDArray at, PtNDArray target);
  }

  /**
   * @param adapter what is trained; without one it is the base itself
   * @param reference the policy to stay near; without one the divergence is from the behaviour
   * @param temperature at which episodes are sampled and scored
   * @param threads that micro-batches are worked on in
   */
  public Learner(
      Tensors scope,
      Decoder decoder,
      Parameters base,
      Optional<Adapter> adapter,
      Optional<Weights> reference,
      LearnSettings settings,
      double temperature,
      GradientThreads threads) {
    this(scope, decoder, base, adapter, settings, scores(decoder, reference, temperature), threads);
  }

  private static Reference scores(
      Decoder decoder, Optional<Weights> reference, double temperature) {
    return reference
        .<Reference>map(
            base ->
                (step, batch, layout, at, target) ->
                    decoder
                        .score(step, layout, at, target, base, temperature, chunk(base), false)[0])
        .orElse(null);
  }

  /** Rows of a chunk of logits. */
  static int chunk(Weights weights) {
    return chunk(weights.base().get(0).getShape().get(0));
  }

  /**
   * Rows of a chunk of logits.
   *
   * @param vocabulary logits a row
   */
  public static int chunk(long vocabulary) {
    return (int) Math.max(LEAST_ROWS, LOGITS / vocabulary);
  }

  Learner(
      Tensors scope,
      Decoder decoder,
      Parameters base,
      Optional<Adapter> adapter,
      LearnSettings settings,
      Reference reference,
      GradientThreads threads) {
    this.scope = scope;
    this.decoder = decoder;
    this.reference = reference;
    this.settings = settings;
    this.weights = base.with(adapter);
    this.threads = threads;
    this.optimizer =
        new Optimizer(
            scope, decoder.updates(), adapter.map(Adapter::weights).orElse(base), threads.count());
    this.unwanted = adapter.isPresent() ? unwanted(scope, base.list().size()) : TensorList.none();
    this.gradients =
        optimizer.gradients().stream()
            .map(
                g ->
                    adapter.isPresent()
                        ? new Weights(unwanted, g, 1)
                        : new Weights(g, TensorList.none(), 1))
            .toList();
  }

  /** Gradient buffers of no size: nothing is computed for them. */
  private static TensorList unwanted(Tensors scope, int count) {
    PtNDArray empty = scope.empty(DataType.FLOAT32, 0);
    return new TensorList(Collections.nCopies(count, empty));
  }

  /**
   * Takes the optimizer steps that the settings ask of a batch.
   *
   * @param rate learning rate
   * @param cancelled looked at between micro-batches
   * @throws Cancelled when {@code cancelled} says so; it tells whether a step had been taken
   * @throws NonFiniteGradientException at a gradient that is NaN or infinite, before its step
   */
  public LearnReport update(
      List<Episode> episodes, Loss loss, double rate, BooleanSupplier cancelled) {
    LearnMetrics metrics = new LearnMetrics();
    UpdatePlan plan = UpdatePlan.of(episodes, loss, settings, role -> UpdatePlan.SHARED);
    plan.steps().forEach(step -> take(step, loss, rate, metrics, cancelled));
    return metrics.report();
  }

  /**
   * Takes one optimizer step: computes the gradients of its shards one after the other.
   *
   * @param metrics of the update so far; the step is added
   * @throws Cancelled before the step is taken
   * @throws NonFiniteGradientException before the step is taken
   */
  public void take(
      UpdatePlan.Step step,
      Loss loss,
      double rate,
      LearnMetrics metrics,
      BooleanSupplier cancelled) {
    metrics.add(
        step.model(),
        step.shards().size() == 1
            ? List.of(gradient(step.shards().get(0), loss, step.first(), cancelled))
            : gradients(step, loss, cancelled));
    metrics.step(step.model(), step(rate));
  }

  /** Computes the gradients of a step's shards one after the other, and adds them. */
  private List<ShardReport> gradients(UpdatePlan.Step step, Loss loss, BooleanSupplier cancelled) {
    List<ShardReport> reports = new ArrayList<>();
    try (ScratchDirectory scratch = new ScratchDirectory()) {
      List<Path> files = new ArrayList<>();
      for (UpdatePlan.Shard shard : step.shards()) {
        Path file = scratch.path().resolve("shard-" + files.size() + ".safetensors");
        reports.add(gradient(shard, loss, step.first(), cancelled));
        writeGradient(file);
        files.add(file);
      }
      readGradients(files);
    } catch (IOException e) {
      throw new UncheckedIOException("can't keep the gradients of shards: " + e.getMessage(), e);
    }
    return reports;
  }

  /**
   * Adds up the gradient of a shard, where the gradients were zero.
   *
   * @param first whether no step of the update has been taken yet
   */
  public ShardReport gradient(
      UpdatePlan.Shard shard, Loss loss, boolean first, BooleanSupplier cancelled) {
    var batches = MicroBatch.cut(shard.episodes(), settings.microBatchTokens(), threads.count());
    List<float[][]> seen;
    try {
      seen =
          threads.each(
              batches,
              (thread, batch) -> {
                Cancelled.check(cancelled, !first);
                return gradients(batch, shard, loss, gradients.get(thread));
              });
    } catch (RuntimeException e) {
      optimizer.drop();
      throw e;
    }
    optimizer.gather();
    ShardReport report = ShardReport.NOTHING;
    for (int i = 0; i < batches.size(); i++) {
      report = report.and(ShardReport.of(batches.get(i), shard, seen.get(i), loss, first));
    }
    return report;
  }

  /** Writes the gradient into a file, and sets it to zero. */
  public void writeGradient(Path file) throws IOException {
    optimizer.writeGradient(file);
  }

  /** Sets the gradient to the sum of gradients in files, added in fp32 in their order. */
  public void readGradients(List<Path> files) {
    optimizer.readGradients(files);
  }

  /** Adds a micro-batch's gradients; gives what it saw, one column a quantity. */
  private float[][] gradients(
      MicroBatch batch, UpdatePlan.Shard shard, Loss loss, Weights gradients) {
    int n = batch.counted();
    float[] old = new float[n];
    float[] advantage = new float[n];
    float[] weight = new float[n];
    float[] imitate = new float[n];
    for (int i = 0; i < n; i++) {
      Episode episode = shard.episodes().get(batch.episode()[i]);
      old[i] = episode.behaviour()[batch.token()[i]];
      advantage[i] = episode.advantage()[batch.token()[i]];
      weight[i] = (float) shard.weights()[batch.episode()[i]];
      imitate[i] = loss instanceof Loss.Supervised ? 1 : 0;
    }
    try (Tensors step = scope.scope()) {
      TokenLayout layout = batch.layout(step);
      PtNDArray at = step.longs(batch.at());
      PtNDArray target = step.longs(batch.target());
      PtNDArray behaviour = step.floats(old);
      PtNDArray ref =
          reference == null || loss instanceof Loss.Supervised
              ? behaviour
              : reference.score(step, batch, layout, at, target);
      PtNDArray[] seen =
          decoder.learn(
              step,
              layout,
              List.of(
                  at,
                  target,
                  behaviour,
                  ref,
                  step.floats(advantage),
                  step.floats(weight),
                  step.floats(imitate)),
              weights,
              gradients,
              options(loss),
              new int[] {estimator(loss), chunk(weights), settings.recompute() ? 1 : 0});
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
    return switch (loss.estimator()) {
      case K1 -> 1;
      case K2 -> 2;
      case K3 -> 3;
    };
  }

  /** The gradients that backward adds to, as what is trained is laid out. */
  TensorList gradients() {
    return optimizer.gradients().get(0);
  }

  /** Adds the gradients of a batch without taking a step. */
  LearnReport accumulate(List<Episode> episodes, Loss loss) {
    double[] weights = TokenWeights.of(loss.aggregation(), loss.constant(), episodes);
    LearnMetrics metrics = new LearnMetrics();
    metrics.add(
        UpdatePlan.SHARED,
        List.of(gradient(new UpdatePlan.Shard(episodes, weights), loss, true, () -> false)));
    metrics.step(UpdatePlan.SHARED, 0);
    return metrics.report();
  }

  /**
   * Takes a step over the gradient that is there.
   *
   * @return its norm
   * @throws NonFiniteGradientException before any weight is changed
   */
  public double step(double rate) {
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
    unwanted.close();
    optimizer.close();
  }
}
