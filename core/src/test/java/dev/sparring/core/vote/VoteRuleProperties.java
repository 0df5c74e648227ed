package dev.sparring.core.vote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class VoteRuleProperties {
  @Provide
  Arbitrary<List<Optional<String>>> answers() {
    return Arbitraries.integers()
        .between(-1, 5)
        .map(n -> n < 0 ? Optional.<String>empty() : Optional.of(Integer.toString(n)))
        .list()
        .ofMaxSize(16);
  }

  @Provide
  Arbitrary<VoteRule> rules() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(1, 3),
            Arbitraries.of(0.0, 0.25, 0.5, 0.75, 1.0),
            Arbitraries.of(0.0, 0.25, 0.5, 0.75, 1.0))
        .as(VoteRule::new);
  }

  @Property
  void theOrderOfTheAnswersNeverMatters(
      @ForAll("rules") VoteRule rule,
      @ForAll("answers") List<Optional<String>> answers,
      @ForAll Random random) {
    List<Optional<String>> shuffled = new ArrayList<>(answers);
    Collections.shuffle(shuffled, random);
    assertThat(rule.decide("p", shuffled)).isEqualTo(rule.decide("p", answers));
  }

  @Property
  void aLabelHasTheVotesTheMarginAndBothSharesAndNothingElseHas(
      @ForAll("rules") VoteRule rule, @ForAll("answers") List<Optional<String>> answers) {
    Verdict verdict = rule.decide("p", answers);
    Map<String, Integer> counts = new HashMap<>();
    answers.forEach(answer -> answer.ifPresent(text -> counts.merge(text, 1, Integer::sum)));
    int answered = counts.values().stream().mapToInt(Integer::intValue).sum();
    List<String> winners =
        counts.keySet().stream()
            .filter(text -> counts.get(text) >= rule.minVotes())
            .filter(text -> counts.get(text) >= rule.minShare() * answers.size())
            .filter(text -> counts.get(text) >= rule.minAgreement() * answered)
            .filter(
                text ->
                    counts.entrySet().stream()
                        .filter(other -> !other.getKey().equals(text))
                        .allMatch(other -> counts.get(text) - other.getValue() >= rule.minMargin()))
            .filter(text -> counts.get(text) >= rule.minMargin())
            .toList();
    assertThat(verdict.label().stream().toList()).isEqualTo(winners);
  }

  @Property
  void entropyLiesBetweenAgreementAndTheNumberOfAttempts(
      @ForAll("rules") VoteRule rule, @ForAll("answers") List<Optional<String>> answers) {
    assertThat(rule.decide("p", answers).entropy())
        .isBetween(0.0, Math.log(Math.max(1, answers.size())) + 1e-12);
  }
}
