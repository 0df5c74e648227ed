package dev.sparring.core.vote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class VoteRuleTest {
  /** An answer a word; {@code _} for none. */
  private static List<Optional<String>> answers(String words) {
    return Arrays.stream(words.split(" "))
        .filter(word -> !word.isEmpty())
        .map(word -> word.equals("_") ? Optional.<String>empty() : Optional.of(word))
        .toList();
  }

  private static Verdict decide(VoteRule rule, String words) {
    return rule.decide("p", answers(words));
  }

  @Test
  void theMajorityIsTheLabel() {
    assertThat(decide(VoteRule.DEFAULT, "7 8 7 _"))
        .isEqualTo(
            new Verdict(
                "p",
                4,
                3,
                Optional.of("7"),
                2,
                1,
                0.5 * StrictMath.log(2) + 0.5 * StrictMath.log(4)));
  }

  @Test
  void aTieHasNoLabel() {
    assertThat(decide(VoteRule.DEFAULT, "7 7 8 8").label()).isEmpty();
  }

  @Test
  void answersThatAllDifferHaveNoLabel() {
    assertThat(decide(VoteRule.DEFAULT, "1 2 3 4").label()).isEmpty();
    assertThat(decide(VoteRule.DEFAULT, "1 _ _ _").label()).isEmpty();
  }

  @Test
  void theMarginOverTheRunnerUpIsRequired() {
    VoteRule clear = new VoteRule(2, 2, 0, 0);
    assertThat(decide(clear, "7 7 8 _").label()).isEmpty();
    assertThat(decide(clear, "7 7 7 8").label()).contains("7");
    assertThat(decide(clear, "7 7 _ _").label()).contains("7");
  }

  @Test
  void theAgreementIsOfTheAnswersNotOfAllAttempts() {
    VoteRule firm = new VoteRule(2, 1, 0, 0.8);
    assertThat(decide(firm, "7 7 7 7 8 _ _ _").label()).contains("7");
    assertThat(decide(firm, "7 7 7 8 _ _ _ _").label()).isEmpty();
    assertThat(decide(firm, "_ _ _ _").label()).isEmpty();
  }

  @Test
  void theShareIsOfAllAttemptsNotOfTheAnswers() {
    VoteRule half = new VoteRule(2, 1, 0.5, 0);
    assertThat(decide(half, "7 7 _ _").label()).contains("7");
    assertThat(decide(half, "7 7 _ _ _").label()).isEmpty();
  }

  @Test
  void entropyIsZeroWhereAllAgreeAndGreatestWhereNobodyDoes() {
    assertThat(decide(VoteRule.DEFAULT, "7 7 7 7").entropy()).isZero();
    assertThat(decide(VoteRule.DEFAULT, "1 2 _ _").entropy())
        .isCloseTo(StrictMath.log(4), within(1e-12));
  }

  @Test
  void noAttemptsAreNoVote() {
    assertThat(decide(VoteRule.DEFAULT, ""))
        .isEqualTo(new Verdict("p", 0, 0, Optional.empty(), 0, 0, 0));
  }

  @Test
  void aRuleThatCouldLabelATieIsRefused() {
    assertThatThrownBy(() -> new VoteRule(2, 0, 0, 0)).hasMessageContaining("minMargin is 0");
    assertThatThrownBy(() -> new VoteRule(0, 1, 0, 0)).hasMessageContaining("minVotes is 0");
    assertThatThrownBy(() -> new VoteRule(2, 1, 1.5, 0)).hasMessageContaining("minShare is 1.5");
    assertThatThrownBy(() -> new VoteRule(2, 1, 0, -1)).hasMessageContaining("minAgreement is -1");
    assertThatThrownBy(() -> new VoteRule(2, 1, Double.NaN, 0)).hasMessageContaining("minShare");
  }
}
