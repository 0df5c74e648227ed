package dev.sparring.orchestrator;

import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.check.CheckerUnavailableException;
import dev.sparring.core.check.MajorityVote;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.RunException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What judges the answers of a run: the task's own checker, else the majority. */
public final class Checkers {
  private static final Set<String> OF_TESTS = Set.of("sqlm-code", "sqlm-code-single");
  private static final Set<String> OF_VOTES = Set.of("sqlm", "r-zero");

  private Checkers() {}

  /**
   * Opens it. Who opens it closes it.
   *
   * @throws RunException when this machine does not have what it needs; one line with the remedy
   */
  public static AnswerChecker open(Settings settings, Task task) {
    try {
      return task instanceof CheckedTask checked
          ? checked.checker(settings)
          : new MajorityVote(settings.verifier().vote());
    } catch (CheckerUnavailableException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** Rewards that do not go with what judges the task's answers, one line each. */
  static List<String> mistakes(Settings settings, Task task) {
    boolean tests = task instanceof CheckedTask;
    String solver = settings.solver().reward();
    String proposer = settings.proposer().reward();
    List<String> mistakes = new ArrayList<>();
    if (tests ? Set.of("majority", "truth").contains(solver) : solver.equals("tests")) {
      mistakes.add(
          line("solver.reward", solver, task, tests ? "tests, format or random" : "majority"));
    }
    if ((tests ? OF_VOTES : OF_TESTS).contains(proposer)) {
      mistakes.add(line("proposer.reward", proposer, task, tests ? "sqlm-code" : "sqlm"));
    }
    return mistakes;
  }

  private static String line(String key, String value, Task task, String takes) {
    return key
        + " is "
        + value
        + ", and answers of the task "
        + task.name()
        + (task instanceof CheckedTask ? " are tested" : " vote")
        + "; set it to "
        + takes;
  }
}
