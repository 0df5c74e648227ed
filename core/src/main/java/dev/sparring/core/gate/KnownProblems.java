package dev.sparring.core.gate;

import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The problems that a new one is compared with: those of earlier rounds, and those that were
 * admitted in this round so far. Used by one thread; what gates ask for is computed when it is
 * asked for the first time.
 */
public final class KnownProblems {
  private final Task task;
  private final Round asked;
  private final Set<String> archive;
  private final List<PastProblem> past;
  private final ShinglesCache cache;
  private final Set<String> round = new HashSet<>();
  private final List<Problem> admitted = new ArrayList<>();
  private final Map<String, Integer> modes = new HashMap<>();
  private int indexed;
  private ProblemIndex pool;
  private final ProblemIndex own = new ProblemIndex();

  /**
   * Before a round's first problem.
   *
   * @param archive keys of problems that were asked in earlier rounds
   * @param past problems of the pool
   */
  KnownProblems(
      Task task, Round asked, Set<String> archive, List<PastProblem> past, ShinglesCache cache) {
    this.task = task;
    this.asked = asked;
    this.archive = archive;
    this.past = past;
    this.cache = cache;
  }

  /** Keys of problems that were asked in earlier rounds. */
  public Set<String> archive() {
    return archive;
  }

  /** Keys of problems that were admitted in this round so far. */
  public Set<String> round() {
    return round;
  }

  /** How many problems the proposer was asked for in this round. */
  public int proposals() {
    return asked.problems();
  }

  /** Problems of earlier rounds that the pool holds. */
  public ProblemIndex pool() {
    if (pool == null) {
      pool = new ProblemIndex();
      past.forEach(p -> pool.add(task.template(p.text()), cache.of(p.text())));
    }
    return pool;
  }

  /** Problems that were admitted in this round so far. */
  public ProblemIndex admitted() {
    for (; indexed < admitted.size(); indexed++) {
      Problem problem = admitted.get(indexed);
      own.add(template(problem), cache.of(problem.text()));
    }
    return own;
  }

  /** The Jaccard index of the known problem that is most like this one; 0 where none comes near. */
  public double similarity(Problem problem) {
    Shingles shingles = cache.of(problem.text());
    return Math.max(pool().similarity(shingles), admitted().similarity(shingles));
  }

  /** What a problem has in common with those that differ in numbers alone. */
  public String template(Problem problem) {
    return task.template(problem.text());
  }

  /** What the proposer was asked for. */
  public String mode(Problem problem) {
    return task.mode(topic(problem));
  }

  /** How many problems of a mode were admitted in this round so far. */
  public int admittedOfMode(String mode) {
    return modes.getOrDefault(mode, 0);
  }

  /** What a problem may cite: its references by number, and what the task put into its prompt. */
  public Set<String> sources(Problem problem) {
    Set<String> sources = new HashSet<>(task.given(topic(problem)));
    for (int i = 1; i <= asked.references(problem.index()).size(); i++) {
      sources.add(Integer.toString(i));
    }
    return sources;
  }

  private RandomStream topic(Problem problem) {
    return asked.topic(problem.index());
  }

  /** Takes note of a problem that all gates have admitted. */
  void admit(Problem problem) {
    round.add(problem.key());
    admitted.add(problem);
    modes.merge(mode(problem), 1, Integer::sum);
  }

  /** Uniform in [0, 1); below epsilon the problem passes whatever the gates say. */
  double leak(Problem problem) {
    return asked.stream(Role.PROPOSER, problem.index(), 0).child("gate").uniform(0);
  }
}
