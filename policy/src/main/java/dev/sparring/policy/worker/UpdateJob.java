package dev.sparring.policy.worker;

import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.policy.learn.LearnMetrics;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.ShardReport;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.worker.WorkerPool.Learn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * An update whose gradients all workers compute. Each optimizer step has up to three phases: all
 * workers compute gradients of shards; the learner takes the step; and, before another step, the
 * learner publishes the new weights.
 */
final class UpdateJob extends ActiveJob {
  private final Learn learn;
  private final List<UpdatePlan.Step> steps;
  private final Path exchange;
  private final BiConsumer<WeightsVersion, Path> published;
  private final DoubleSupplier seconds;
  private final LearnMetrics metrics = new LearnMetrics();
  private final List<MonitoredScores> monitored = new ArrayList<>();
  private final WeightsVersion start;
  private final WeightsVersion end;
  private Phase phase = Phase.GRADIENTS;
  private int step;
  private int arrays;

  private enum Phase {
    GRADIENTS,
    STEP,
    PUBLISH
  }

  /**
   * Begins an update that has at least one step.
   *
   * @param exchange directory in which workers exchange weights and gradients
   * @param published is told in which directory the weights of a version are
   */
  UpdateJob(
      Learn learn,
      LearnSettings settings,
      PolicySettings.Adapter adapter,
      Path exchange,
      BiConsumer<WeightsVersion, Path> published,
      DoubleSupplier seconds) {
    super(learn);
    this.learn = learn;
    this.exchange = exchange;
    this.published = published;
    this.seconds = seconds;
    this.steps =
        UpdatePlan.of(
                learn.episodes(), learn.loss(), settings, role -> UpdatePlan.modelOf(role, adapter))
            .steps();
    long version = learn.stepVersion().policyVersion();
    this.start = WeightsVersion.of(version);
    this.end = WeightsVersion.of(version + 1);
    List<Piece> pieces = new ArrayList<>();
    pieces.add(Piece.forAny(new WorkItem.Monitor(learn.monitored()), start));
    pieces.addAll(gradients());
    begin(pieces);
  }

  private WeightsVersion version() {
    return new WeightsVersion(start.policyVersion(), step);
  }

  private List<Piece> gradients() {
    UpdatePlan.Step now = steps.get(step);
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < now.shards().size(); i++) {
      pieces.add(
          Piece.forAny(
              new WorkItem.Gradient(
                  now.model(), now.first(), now.shards().get(i), learn.loss(), file(step, i)),
              version()));
    }
    return pieces;
  }

  private String file(int ofStep, int shard) {
    return exchange.resolve(learn.job() + "-" + ofStep + "-" + shard + ".safetensors").toString();
  }

  private Path weights() {
    return exchange.resolve("weights-" + start.policyVersion() + "-" + step);
  }

  @Override
  boolean changed() {
    return metrics.steps() > 0;
  }

  @Override
  List<Path> leftovers() {
    List<Path> files = new ArrayList<>();
    for (int s = 0; s < steps.size(); s++) {
      for (int i = 0; i < steps.get(s).shards().size(); i++) {
        files.add(Path.of(file(s, i)));
      }
    }
    return files;
  }

  @Override
  void finishedPhase(List<WorkResult> results) {
    switch (phase) {
      case GRADIENTS -> gradientsWritten(results);
      case STEP -> stepped((WorkResult.Stepped) results.get(0));
      case PUBLISH -> {
        published.accept(version(), weights());
        phase = Phase.GRADIENTS;
        begin(gradients());
      }
    }
  }

  private void gradientsWritten(List<WorkResult> results) {
    List<ShardReport> reports = new ArrayList<>();
    for (WorkResult result : results) {
      if (result instanceof WorkResult.Monitored scores) {
        monitored.add(scores.scores());
      } else {
        reports.add(((WorkResult.GradientWritten) result).report());
      }
    }
    UpdatePlan.Step now = steps.get(step);
    metrics.add(now.model(), reports);
    List<String> files = new ArrayList<>();
    for (int i = 0; i < now.shards().size(); i++) {
      files.add(file(step, i));
    }
    phase = Phase.STEP;
    WeightsVersion after =
        step + 1 == steps.size() ? end : new WeightsVersion(start.policyVersion(), step + 1);
    begin(
        List.of(
            Piece.forLearner(
                new WorkItem.Step(now.model(), files, learn.rate(), metrics.steps()),
                version(),
                after)));
  }

  private void stepped(WorkResult.Stepped stepped) {
    metrics.step(steps.get(step).model(), stepped.norm());
    arrays = stepped.arrays();
    step++;
    if (step == steps.size()) {
      LearnReport report =
          metrics.report().with(learn.monitored(), monitored.get(0), learn.loss().estimator());
      end(new WorkerPool.Learned(learn.job(), report, arrays, seconds.getAsDouble()));
    } else {
      phase = Phase.PUBLISH;
      begin(
          List.of(
              Piece.forLearner(new WorkItem.Publish(weights().toString()), version(), version())));
    }
  }
}
