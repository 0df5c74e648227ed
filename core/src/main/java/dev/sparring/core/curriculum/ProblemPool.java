package dev.sparring.core.curriculum;

import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.config.CurriculumSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of the pool of earlier problems. Every problem that is asked enters it; those that the
 * learning gates admitted, and whose answers agreed as much as the window says, are shown to the
 * proposer and asked again. A label of the pool is never an answer: a problem that is asked again
 * is voted on anew.
 *
 * @param size problems kept; those that were asked longest ago leave first
 * @param age rounds after which a problem leaves; 0 is never
 * @param replay share of a round's problems that come from the pool
 * @param low share of the majority from which a problem is used again
 * @param high share of the majority up to which it is
 */
public record ProblemPool(int size, int age, double replay, double low, double high) {
  /** A pool that keeps nothing. */
  public static final ProblemPool NONE = new ProblemPool(0, 0, 0, 0, 1);

  /** The pool that a configuration describes. */
  public static ProblemPool of(CurriculumSettings settings) {
    return new ProblemPool(
        settings.pool(), settings.age(), settings.replay(), settings.low(), settings.high());
  }

  /**
   * The pool after a round.
   *
   * @param admitted ids of the problems that the learning gates admitted
   */
  public List<PastProblem> after(
      List<PastProblem> before, ScoredRound scored, Set<String> admitted) {
    int step = scored.attempted().proposed().round().step();
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    scored.verdicts().forEach(v -> verdicts.put(v.problemId(), v));
    Map<String, PastProblem> pool = new LinkedHashMap<>();
    before.forEach(past -> pool.put(past.key(), past));
    for (Problem problem : scored.attempted().proposed().problems()) {
      Verdict verdict = verdicts.get(problem.id());
      Optional<String> label = admitted.contains(problem.id()) ? verdict.label() : Optional.empty();
      pool.remove(problem.key()); // what is asked again goes to the end
      pool.put(
          problem.key(),
          new PastProblem(problem.key(), problem.text(), label, verdict.share(), step));
    }
    List<PastProblem> kept =
        pool.values().stream().filter(past -> age == 0 || step - past.step() < age).toList();
    return kept.subList(Math.max(0, kept.size() - size), kept.size());
  }

  /** Whether an earlier problem is used again. */
  boolean usable(PastProblem past) {
    return past.label().isPresent() && past.share() >= low && past.share() <= high;
  }

  /** Earlier problems to ask again, as many as the pool has of a share of {@code problems}. */
  List<PastProblem> replayed(List<PastProblem> pool, int problems, RandomStream random) {
    return drawn(pool, (int) StrictMath.floor(replay * problems + 1e-9), random);
  }

  /** Texts of earlier problems for one prompt of the proposer. */
  List<String> references(List<PastProblem> pool, int count, RandomStream random) {
    return drawn(pool, count, random).stream().map(PastProblem::text).toList();
  }

  private List<PastProblem> drawn(List<PastProblem> pool, int count, RandomStream random) {
    if (count == 0) {
      return List.of();
    }
    List<PastProblem> left = new ArrayList<>(pool.stream().filter(this::usable).toList());
    List<PastProblem> drawn = new ArrayList<>();
    while (drawn.size() < count && !left.isEmpty()) {
      drawn.add(left.remove(random.below(drawn.size(), left.size())));
    }
    return drawn;
  }
}
