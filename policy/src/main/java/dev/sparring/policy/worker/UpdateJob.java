package dev.sparring.policy.worker;

import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.policy.learn.ImportanceCorrection;
import dev.sparring.policy.learn.LearnMetrics;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.LogprobGapException;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.learn.ShardReport;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.worker.WorkerPool.Learn;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.DoubleSupplier;

/**
 * An update whose gradients all workers compute. Where the sampler may compute otherwise, all
 * workers first score the episodes ({@link ImportanceCorrection}). Each optimizer step has up to
 * three phases: all workers compute gradients of shards; the learner takes the step; and, before
 * another step, the learner publishes the new weights.
 */
final class UpdateJob extends ActiveJob {
  private final Learn learn;
  private final LearnSettings settings;
  private final PolicySettings policy;
  private List<UpdatePlan.Step> steps;
  private Optional<ImportanceCorrection> corrected = Optional.empty();
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
    RESCORE,
    GRADIENTS,
    STEP,
    PUBLISH
  }

  /**
   * Begins an update that has at least one step.
   *
   * @param start the weights before it
   * @param end the weights after it
   * @param exchange where gradients and weights lie that workers exchange
   * @param published told where the weights of a version are
   */
  UpdateJob(
      Learn learn,
      WeightsVersion start,
      WeightsVersion end,
      LearnSettings settings,
      PolicySettings policy,
      Path exchange,
      BiConsumer<WeightsVersion, Path> published,
      DoubleSupplier seconds) {
    super(learn);
    this.learn = learn;
    this.exchange = exchange;
    this.published = published;
    this.seconds = seconds;
    this.settings = settings;
    this.policy = policy;
    this.steps = steps(learn.episodes());
    this.start = start;
    this.end = end;
    List<Piece> pieces = new ArrayList<>();
    pieces.add(Piece.forAny(new WorkItem.Monitor(learn.monitored()), start));
    if (ImportanceCorrection.applies(policy, settings, learn.loss(), learn.episodes())) {
      phase = Phase.RESCORE;
      UpdatePlan.parts(learn.episodes(), settings.shards())
          .forEach(part -> pieces.add(Piece.forAny(new WorkItem.Score(part), start)));
    } else {
      pieces.addAll(gradients());
    }
    begin(pieces);
  }

  private List<UpdatePlan.Step> steps(List<Episode> episodes) {
    return UpdatePlan.of(
            episodes, learn.loss(), settings, role -> UpdatePlan.modelOf(role, policy.adapter()))
        .steps();
  }

  private void rescored(List<WorkResult> results) {
    List<Scores> scores = new ArrayList<>();
    for (WorkResult result : results) {
      if (result instanceof WorkResult.Monitored of) {
        monitored.add(of.scores());
      } else {
        scores.addAll(((WorkResult.Scored) result).scores());
      }
    }
    try {
      corrected =
          Optional.of(ImportanceCorrection.of(learn.episodes(), scores, settings.importance()));
    } catch (LogprobGapException e) {
      end(new WorkerPool.Failed(learn.job(), e.getMessage()));
      return;
    }
    steps = steps(corrected.get().episodes());
    phase = Phase.GRADIENTS;
    begin(gradients());
  }

  private WeightsVersion version() {
    return after(step);
  }

  /** The weights after so many steps; those of a lineage's base get the lineage with the first. */
  private WeightsVersion after(int taken) {
    if (taken == 0) {
      return start;
    }
    return taken == steps.size()
        ? end
        : new WeightsVersion(end.lineage(), start.policyVersion(), taken);
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
    return ExchangeDirectory.weights(exchange, version());
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
      case RESCORE -> rescored(results);
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
    begin(
        List.of(
            Piece.forLearner(
                new WorkItem.Step(now.model(), files, learn.rate(), metrics.steps()),
                version(),
                after(step + 1))));
  }

  private void stepped(WorkResult.Stepped stepped) {
    metrics.step(steps.get(step).model(), stepped.norm());
    arrays = stepped.arrays();
    step++;
    if (step == steps.size()) {
      LearnReport report =
          metrics.report().with(learn.monitored(), monitored.get(0), learn.loss().estimator());
      LearnReport whole = corrected.map(c -> c.reported(report)).orElse(report);
      end(new WorkerPool.Learned(learn.job(), whole, arrays, seconds.getAsDouble()));
    } else {
      phase = Phase.PUBLISH;
      begin(
          List.of(
              Piece.forLearner(new WorkItem.Publish(weights().toString()), version(), version())));
    }
  }
}
