package dev.sparring.core.selfplay;

import dev.sparring.core.Attempt;
import dev.sparring.core.Problem;
import dev.sparring.core.RandomStream;
import dev.sparring.core.check.Mark;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges attempts by what the policy can do once it has learned from them ("Self-Adapting Language
 * Models", SEAL, 2506.10943, section 3).
 */
public interface InnerLoop {
  /**
   * What is tried with an attempt; empty for one that can't be read.
   *
   * @param random the same for all attempts at a problem, so that they differ by their texts alone
   */
  Optional<Adaptation> adaptation(Problem problem, Attempt attempt, RandomStream random);

  /** What evaluations compare with, by name: nothing learned, or something else than attempts. */
  Map<String, Adaptation> controls(Problem problem, RandomStream random);

  /**
   * What an attempt is worth.
   *
   * @param replies one a question, in order
   */
  Mark.Judged mark(Problem problem, List<String> replies);
}
