package dev.sparring.core.check;

import dev.sparring.core.Verdict;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a checker says about the answers to one problem.
 *
 * @param verdict how far the answers agree; of programs, how far they print the same. It counts the
 *     attempts that were judged
 * @param marks what each attempt is worth by itself, by id, in the order of the attempts; empty
 *     where only agreement decides
 */
public record Judgement(Verdict verdict, Map<String, Mark> marks) {
  public Judgement {
    marks = Collections.unmodifiableMap(new LinkedHashMap<>(marks));
  }

  /** A vote: agreement alone decides. */
  public static Judgement vote(Verdict verdict) {
    return new Judgement(verdict, Map.of());
  }

  /** Whether agreement alone decides. */
  public boolean voted() {
    return marks.isEmpty();
  }

  /** The mark of an attempt; empty where only agreement decides. */
  public Optional<Mark> mark(String attempt) {
    return Optional.ofNullable(marks.get(attempt));
  }

  /** The scores of the attempts that have one, in order. */
  public double[] scores() {
    return marks.values().stream()
        .filter(Mark.Judged.class::isInstance)
        .mapToDouble(mark -> ((Mark.Judged) mark).score())
        .toArray();
  }
}
