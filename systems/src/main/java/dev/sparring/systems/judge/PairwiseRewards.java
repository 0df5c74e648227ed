package dev.sparring.systems.judge;

import dev.sparring.core.Attempt;
import dev.sparring.core.Turn;
import dev.sparring.core.check.Checks;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the answers to one problem earn in comparisons with each other (SERL, 2511.07922): of answer
 * i, the sum over the comparisons that it wins of |loser| / |winner|, over the comparisons that it
 * takes part in; |·| is the number of tokens. A comparison counts if its judgement can be read and
 * the lengths differ by no more than a share of the longer one. Comparing each answer with all
 * others is Copeland's method: a cycle does no harm.
 */
final class PairwiseRewards {
  private final Map<String, Double> rewards;

  private PairwiseRewards(Map<String, Double> rewards) {
    this.rewards = rewards;
  }

  /**
   * The rewards.
   *
   * @param lengths share of the longer answer by which the lengths may differ; 1 takes all
   */
  static PairwiseRewards of(Checks.Question question, double lengths) {
    Map<String, Integer> tokens = new HashMap<>();
    for (Attempt attempt : question.attempts()) {
      tokens.put(attempt.id(), attempt.completion().ids().length);
    }
    Map<String, Double> won = new LinkedHashMap<>();
    Map<String, Integer> compared = new HashMap<>();
    for (Turn turn : question.turns()) {
      Optional<String> winner = turn.reading();
      if (winner.isPresent() && counts(turn.about(), tokens, lengths)) {
        String loser = loser(turn);
        turn.about().forEach(id -> compared.merge(id, 1, Integer::sum));
        won.merge(winner.get(), (double) tokens.get(loser) / tokens.get(winner.get()), Double::sum);
      }
    }
    Map<String, Double> rewards = new LinkedHashMap<>();
    compared.forEach((id, count) -> rewards.put(id, won.getOrDefault(id, 0.0) / count));
    return new PairwiseRewards(rewards);
  }

  private static boolean counts(List<String> pair, Map<String, Integer> tokens, double lengths) {
    int first = tokens.get(pair.get(0));
    int second = tokens.get(pair.get(1));
    return Math.abs(first - second) <= lengths * Math.max(first, second);
  }

  /** The other answer of a judgement that can be read. */
  static String loser(Turn turn) {
    return turn.about().get(turn.about().get(0).equals(turn.reading().orElseThrow()) ? 1 : 0);
  }

  /** What an answer earns; empty where no comparison with it counts. */
  OptionalDouble of(String attempt) {
    Double reward = rewards.get(attempt);
    return reward == null ? OptionalDouble.empty() : OptionalDouble.of(reward);
  }

  /** The answer text that all answers with the highest reward give; empty where they differ. */
  Optional<String> best(List<Attempt> attempts) {
    double highest = rewards.values().stream().mapToDouble(r -> r).max().orElse(Double.NaN);
    List<Optional<String>> answers =
        attempts.stream()
            .filter(a -> of(a.id()).isPresent() && of(a.id()).getAsDouble() == highest)
            .map(Attempt::answer)
            .distinct()
            .toList();
    return answers.size() == 1 ? answers.get(0) : Optional.empty();
  }
}
