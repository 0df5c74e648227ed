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
 * Writes the summary of a run that ends, whatever ended it. Remembers what a guard has decided
 * until the final evaluation is done.
 */
final class RunFinisher {
  private final Orchestrator.Plan plan;
  private final Supplier<Logger> log;
  private final Stopwatch total = new Stopwatch();
  private Optional<GuardDecision> decided = Optional.empty();

  RunFinisher(Orchestrator.Plan plan, Supplier<Logger> log) {
    this.plan = plan;
    this.log = log;
  }

  /** A guard decides that the run ends. */
  void decide(Alarm alarm) {
    decided = Optional.of(new GuardDecision(alarm.name(), alarm.message()));
  }

  /** Takes over a decision from before a resumption, if the guard would still decide so. */
  void resume(Optional<GuardDecision> before) {
    decided = before.filter(decision -> decision.inForce(plan.settings()));
  }

  /** What a guard has decided; empty while the run may go on. */
  Optional<GuardDecision> decided() {
    return decided;
  }

  /**
   * The run has ended on purpose: its rounds are finished, or a guard ended it.
   *
   * @param after the last evaluation
   */
  Summary onPurpose(RunState state, Map<String, Double> after) {
    return write(
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
  Summary interrupted(Optional<RunState> state) {
    plan.events().note("go on with: sparring train --resume " + plan.writer().run());
    return write(state, Map.of(), Summary.INTERRUPTED, "");
  }

  /**
   * Something failed. When the disk is full, the summary takes the space of a checkpoint that was
   * begun.
   *
   * @param state empty when the base had not been measured yet
   * @param why one line
   */
  Summary failed(Optional<RunState> state, String why, boolean diskFull) {
    if (diskFull) {
      plan.writer().freeSpace();
    }
    String line = diskFull ? DiskFull.ending(plan.writer().run()) : why;
    return write(state, Map.of(), Summary.FAILED, line);
  }

  private Summary write(
      Optional<RunState> state, Map<String, Double> after, String stopped, String reason) {
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
      log.get().error("the summary can't be written", e);
    }
    return summary;
  }
}
