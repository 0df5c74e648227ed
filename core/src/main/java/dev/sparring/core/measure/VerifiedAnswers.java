package dev.sparring.core.measure;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A problem whose answers were drawn many times.
 *
 * @param answers canonical; empty for one that cannot be read
 * @param truth the right answer
 */
public record VerifiedAnswers(List<Optional<String>> answers, String truth) {
  public VerifiedAnswers {
    answers = List.copyOf(answers);
  }

  /** Share of the answers that are right: J(sampled). */
  public double accuracy() {
    return (double) answers.stream().filter(this::right).count() / answers.size();
  }

  /** How often each readable answer was given, by answer. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    answers.forEach(answer -> answer.ifPresent(text -> counts.merge(text, 1, Integer::sum)));
    return counts;
  }

  /** The answer given most often, the first by its text of several. */
  public Optional<String> leading() {
    return counts().entrySet().stream()
        .max(
            Map.Entry.<String, Integer>comparingByValue()
                .thenComparing(Map.Entry.comparingByKey(java.util.Comparator.reverseOrder())))
        .map(Map.Entry::getKey);
  }

  /** Share of all answers that an answer has. */
  public double share(String answer) {
    return (double) counts().getOrDefault(answer, 0) / answers.size();
  }

  /**
   * What a verifier gains of what can be gained: (J(filtered) − J(sampled)) / (1 − J(sampled)), the
   * relative generation-verification gap of one problem ("Mind the Gap", 2412.02674). J(filtered)
   * is the accuracy of the answers that it accepts; where it accepts none, nothing is gained or
   * lost. Where all answers are right, the gap is 0.
   */
  public double gap(Predicate<String> accepts) {
    double sampled = accuracy();
    long kept = answers.stream().filter(a -> a.filter(accepts).isPresent()).count();
    if (kept == 0 || sampled == 1) {
      return 0;
    }
    long right =
        answers.stream().filter(a -> a.filter(accepts).isPresent()).filter(this::right).count();
    return ((double) right / kept - sampled) / (1 - sampled);
  }

  private boolean right(Optional<String> answer) {
    return answer.filter(truth::equals).isPresent();
  }
}
