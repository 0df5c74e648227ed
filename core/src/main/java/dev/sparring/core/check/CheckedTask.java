package dev.sparring.core.check;

import dev.sparring.core.config.Settings;
import dev.sparring.core.gate.AdmissionGate;
import dev.sparring.core.task.Task;
import java.util.List;

/**
 * A task that brings a checker of its own, so that no vote decides. The text of its problems holds
 * whatever the checker needs; {@link Task#question} leaves out what the solver must not see.
 */
public interface CheckedTask extends Task {
  /**
   * Opens the checker. Who opens it closes it.
   *
   * @throws CheckerUnavailableException when this machine does not have what the checker needs
   */
  AnswerChecker checker(Settings settings);

  /** Refuses problems that its checker could say nothing about; asked after all other gates. */
  default List<AdmissionGate> gates() {
    return List.of();
  }
}
