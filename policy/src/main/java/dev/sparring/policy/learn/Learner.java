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
import dev.sparring.policy.tensor.MemoryLimit;
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

/**
 * Updates weights by policy gradient: episodes with a positive advantage become more probable,
 * those with a negative one less.
 */
public final class Learner implements AutoCloseable {
  /**
   * Elements of a chunk of logits. In bf16 these are 32 MB, which the allocator keeps when they are
   * freed, as the launcher sets it.
   */
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
  private final MemoryLimit microBatch;

  /** Log-probabilities of a micro-batch's counted tokens under the reference policy. */
  interface Reference {
    /**
     * Scores the targets of a micro-batch with M counted tokens.
     *
     * @param step owns the result
     * @param at [M], which token of the batch predicts each
     * @param target [M], their ids
     * @return log-probabilities [M], nats, fp32
     */
    PtNDArray score(
        Tensors step, MicroBatch batch, TokenLayout layout, PtNDArray at, PtNDArray target);
  }

  /**
   * Allocates gradients. The optimizer's moments are allocated at the first step.
   *
   * @param scope owns gradients and moments
   * @param base the model's parameters
   * @param adapter the parameters that are trained; without one the base is trained
   * @param reference weights of the reference policy; without them the divergence is taken from the
   *     policy that wrote the episodes
   * @param temperature that logits are divided by, in sampling and in learning
   * @param threads that compute micro-batches; the caller closes them
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

  /** Rows of logits that are computed at a time. */
  static int chunk(Weights weights) {
    return chunk(weights.base().get(0).getShape().get(0));
  }

  /**
   * Rows of logits that are computed at a time.
   *
   * @param vocabulary logits in a row
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
    this.microBatch =
        new MemoryLimit(
            "tokens in a micro-batch of learning",
            settings.microBatchTokens(),
            MicroBatch.LEAST_TOKENS);
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

  /** Empty gradient buffers: the program computes no gradient for them. */
  private static TensorList unwanted(Tensors scope, int count) {
    PtNDArray empty = scope.empty(DataType.FLOAT32, 0);
    return new TensorList(Collections.nCopies(count, empty));
  }

  /**
   * Learns from a batch: takes the optimizer steps of its {@link UpdatePlan}.
   *
   * @param rate learning rate
   * @param cancelled is asked between micro-batches
   * @throws Cancelled when {@code cancelled} is true; the exception says whether a step was taken
   * @throws NonFiniteGradientException when a gradient is NaN or infinite; that step is not taken
   */
  public LearnReport update(
      List<Episode> episodes, Loss loss, double rate, BooleanSupplier cancelled) {
    LearnMetrics metrics = new LearnMetrics();
    UpdatePlan plan = UpdatePlan.of(episodes, loss, settings, role -> UpdatePlan.SHARED);
    plan.steps().forEach(step -> take(step, loss, rate, metrics, cancelled));
    return metrics.report();
  }

  /**
   * Takes one optimizer step, for which it computes the gradients of the shards one after the
   * other.
   *
   * @param metrics of the update so far; the step is added
   * @throws Cancelled when {@code cancelled} is true; the step is not taken
   * @throws NonFiniteGradientException when the gradient is NaN or infinite; the step is not taken
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

  /** Adds up the gradients of a step's shards, one shard after the other. */
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
   * Computes the gradient of a shard. When memory does not suffice, it begins again with half as
   * many tokens in a micro-batch, which changes the last bits of the result. The gradient buffers
   * must be zero before.
   *
   * @param first whether the update has taken no step yet
   * @return the sums over the shard's counted tokens
   * @throws Cancelled when {@code cancelled} is true
   */
  public ShardReport gradient(
      UpdatePlan.Shard shard, Loss loss, boolean first, BooleanSupplier cancelled) {
    return microBatch.run(tokens -> gradient(shard, loss, first, cancelled, tokens));
  }

  private ShardReport gradient(
      UpdatePlan.Shard shard, Loss loss, boolean first, BooleanSupplier cancelled, int tokens) {
    var batches = MicroBatch.cut(shard.episodes(), tokens, threads.count());
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

  /** Writes the gradient into a safetensors file, and sets the gradient to zero. */
  public void writeGradient(Path file) throws IOException {
    optimizer.writeGradient(file);
  }

  /**
   * Sets the gradient to the sum of the gradients in files, added in fp32 in the order of the
   * files.
   *
   * @param files that {@link #writeGradient} wrote, of the same parameters
   */
  public void readGradients(List<Path> files) {
    optimizer.readGradients(files);
  }

  /** Adds a micro-batch's gradients; returns the columns of {@link ShardReport#of}. */
  private float[][] gradients(
      MicroBatch batch, UpdatePlan.Shard shard, Loss loss, Weights gradients) {
    int n = batch.counted();
    float[] old = new float[n];
    float[] advantage = new float[n];
    float[] weight = new float[n];
    float[] imitate = new float[n];
    for (int i = 0; i < n; i++) {
      Episode episode = shard.episodes().get(batch.episode()[i]);
      // The program has one coefficient: f times the weight and 1/f of the advantage are f times
      // the divergence, and leave the rest as it is.
      double pull = loss.pull(episode.role());
      old[i] = episode.behaviour()[batch.token()[i]];
      advantage[i] = (float) (episode.advantage()[batch.token()[i]] / pull);
      weight[i] = (float) (shard.weights()[batch.episode()[i]] * pull);
      imitate[i] = loss instanceof Loss.Supervised ? 1 : 0;
    }
    try (Tensors step = scope.scope()) {
      TokenLayout layout = batch.layout(step);
      PtNDArray at = step.longs(batch.at());
      PtNDArray target = step.longs(batch.target());
      PtNDArray behaviour = step.floats(old);
      PtNDArray ref =
          reference == null ? behaviour : reference.score(step, batch, layout, at, target);
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

  /** The first thread's gradient buffers, one for each trained parameter. */
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
   * Takes an optimizer step with the gradient that is in the buffers, and sets it to zero.
   *
   * @param rate learning rate
   * @return the L2 norm of the gradient before clipping
   * @throws NonFiniteGradientException when it is NaN or infinite; no weight is changed
   */
  public double step(double rate) {
    return optimizer.step(settings, rate);
  }

  /** Writes the optimizer's state into a checkpoint directory, as safetensors. */
  public void save(Path directory) throws IOException {
    optimizer.save(directory);
  }

  /** Reads the optimizer's state that {@link #save} wrote. */
  public void load(Path directory) {
    optimizer.load(directory);
  }

  @Override
  public void close() {
    unwanted.close();
    optimizer.close();
  }
}
