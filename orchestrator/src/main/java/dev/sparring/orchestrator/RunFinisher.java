package dev.sparring.orchestrator;

import dev.sparring.core.RunState;
import dev.sparring.core.guard.Alarm;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.GuardDecision;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.orchestrator.run.Versions;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;

/**
 * How a run ends: once, with a summary, whatever led to it. A guard may have decided on the end
 * before it comes.
 */
final class RunFinisher {
  private final Orchestrator.Plan plan;
  private final Supplier<Logger> log;
  private final Runnable atEnd;
  private final Stopwatch total = new Stopwatch();
  private Optional<GuardDecision> decided = Optional.empty();
  private boolean closed;

  /**
   * The end of a run that has not ended.
   *
   * @param atEnd when all is written and said
   */
  RunFinisher(Orchestrator.Plan plan, Supplier<Logger> log, Runnable atEnd) {
    this.plan = plan;
    this.log = log;
    this.atEnd = atEnd;
  }

  /** A guard decides that the run ends. */
  void decide(Alarm alarm) {
    decided = Optional.of(new GuardDecision(alarm.name(), alarm.message()));
  }

  /** Takes over what had been decided before a resumption, if it would be decided now as well. */
  void resume(Optional<GuardDecision> before) {
    decided = before.filter(ending -> ending.inForce(plan.settings()));
  }

  /** What a guard has decided; empty while the run may go on. */
  Optional<GuardDecision> decided() {
    return decided;
  }

  /** Whether the run has ended: what still arrives is of no account. */
  boolean closed() {
    return closed;
  }

  /**
   * The run has ended on purpose: its rounds are played, or a guard ended it.
   *
   * @param after the last evaluation
   */
  void onPurpose(RunState state, Map<String, Double> after) {
    close(
        Optional.of(state),
        Evaluator.withoutTimes(after),
        decided.map(GuardDecision::stopped).orElse(Summary.COMPLETED),
        decided.map(GuardDecision::reason).orElse(""));
  }

  /**
   * Its user has stopped it.
   *
   * @param state empty when the base had not been measured yet
   */
  void interrupted(Optional<RunState> state) {
    plan.listener().note("go on with: sparring train --resume " + plan.writer().run());
    close(state, Map.of(), Summary.INTERRUPTED, "");
  }

  /**
   * The machinery has failed. On a full disk the summary gets the room of a checkpoint that was
   * begun.
   *
   * @param state empty when the base had not been measured yet
   * @param why one line
   */
  void failed(Optional<RunState> state, String why, boolean noSpace) {
    if (noSpace) {
      plan.writer().freeSpace();
    }
    String line = noSpace ? DiskFull.ending(plan.writer().run()) : why;
    close(state, Map.of(), Summary.FAILED, line);
  }

  private void close(
      Optional<RunState> state, Map<String, Double> after, String stopped, String reason) {
    closed = true;
    Summary summary =
        new Summary(
            plan.settings().run().name(),
            plan.settings().task(),
            state.map(RunState::before).orElse(Map.of()),
            after,
            state.map(RunState::step).orElse(0),
            stopped,
            reason,
            total.seconds(),
            plan.settings().run().seed(),
            Versions.all());
    try {
      plan.writer().summary(summary);
    } catch (UncheckedIOException e) {
      log.get().error("the summary is lost", e);
    }
    plan.end().complete(summary);
    atEnd.run();
  }
}
