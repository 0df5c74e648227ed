package dev.sparring.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.config.GateSettings;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.Rounds;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each gate between verifier and learner. */
class LearningGateTest {
  private static final Task WORDS = new Words();

  static ScoredRound scored(SolverReward reward, Rounds rounds) {
    return new RoundScorer(
            new VoteRule(1, 1, 0, 0),
            reward,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            RefusalRule.MASK,
            WORDS)
        .score(rounds.build(), rounds.judgements(new VoteRule(1, 1, 0, 0)), () -> 0);
  }

  private static LearningGates.Admitted admit(
      Map<String, String> options, String gate, Rounds rounds) {
    return Chains.learning(WORDS, 0, options, gate).admit(scored(SolverReward.MAJORITY, rounds));
  }

  @Test
  void difficultyKeepsTheProblemsWhoseMajorityIsInTheWindow() {
    Rounds rounds =
        new Rounds(4)
            .problem("hard", "1 2 3 4")
            .problem("fair", "1 1 2 _")
            .problem("easy", "1 1 1 1");
    LearningGates.Admitted admitted = admit(Map.of(), "difficulty", rounds);
    assertThat(admitted.admitted()).containsExactly("p1");
    assertThat(admitted.report().byGate().get("difficulty").refused())
        .isEqualTo(Map.of("too hard", 1, "too easy", 1));
    assertThat(admitted.report().metrics())
        .containsEntry("gate/difficulty/admitted", 1.)
        .containsEntry("gate/difficulty/refused", 2.)
        .containsEntry("gate/difficulty/leaked", 0.);
    assertThat(
            admit(Map.of("difficulty.high", "1", "difficulty.low", "0"), "difficulty", rounds)
                .admitted())
        .containsExactly("p0", "p1", "p2");
  }

  @Test
  void agreementAsksForVotesByItsOwnThresholdsWhateverTheRewardIs() {
    Rounds rounds =
        new Rounds(4).problem("a", "1 1 2 2").problem("b", "1 1 1 2").problem("c", "1 1 _ _");
    assertThat(admit(Map.of(), "agreement", rounds).admitted()).containsExactly("p1", "p2");
    assertThat(admit(Map.of("agreement.votes", "3"), "agreement", rounds).admitted())
        .containsExactly("p1");
    assertThat(admit(Map.of("agreement.share", "0.7"), "agreement", rounds).admitted())
        .containsExactly("p1");
    assertThat(admit(Map.of("agreement.readable-share", "0.9"), "agreement", rounds).admitted())
        .containsExactly("p2");
    ScoredRound coin = scored(SolverReward.RANDOM, rounds);
    assertThat(coin.outcomes().get("p0-0")).isInstanceOf(Outcome.Scored.class);
    assertThat(
            Chains.learning(WORDS, 0, Map.of(), "agreement")
                .admit(coin)
                .round()
                .outcomes()
                .get("p0-0"))
        .isEqualTo(new Outcome.Dropped(new DropReason.Refused("agreement", "disagreement")));
  }

  @Test
  void stableWantsTheSameLabelFromEachWayOfAsking() {
    // Samples 0, 2, 4 answer the first question, and 1, 3, 5 the second.
    Rounds rounds =
        new Rounds(6)
            .problem("both", "7 7 7 7 1 2")
            .problem("first alone", "7 8 7 8 7 9")
            .problem("too few", "7 7 7 1 7 2")
            .problem("no label", "1 2 3 4 5 6");
    LearningGates.Admitted admitted = admit(Map.of(), "stable", rounds);
    assertThat(admitted.admitted()).containsExactly("p0");
    assertThat(admit(Map.of("stable.votes", "1"), "stable", rounds).admitted())
        .containsExactly("p0");
    assertThat(
            Chains.learning(AdmissionGatesTest.TASK, 0, Map.of(), "stable")
                .admit(scored(SolverReward.MAJORITY, rounds))
                .admitted())
        .as("of a task that asks in one way nothing is refused")
        .hasSize(4);
  }

  @Test
  void verifiedAdmitsRightLabelsAlone() {
    Rounds rounds =
        new Rounds(2).problem("003+004", "7 7").problem("003+005", "7 7").problem("003+006", "8 9");
    ScoredRound scored = scored(SolverReward.MAJORITY, rounds);
    assertThat(
            Chains.learning(AdmissionGatesTest.TASK, 0, Map.of(), "verified")
                .admit(scored)
                .admitted())
        .containsExactly("p0");
    assertThat(Chains.learning(WORDS, 0, Map.of(), "verified").admit(scored).report())
        .hasToString("verified 3 (3 truth unknown)");
  }

  @Test
  void groundedAdmitsLabelsThatThePolicyCallsRightWhenItIsAsked() {
    Rounds rounds =
        new Rounds(2)
            .problem("a", "7 7")
            .problem("b", "7 7")
            .problem("c", "8 9")
            .problem("d", "1 1");
    LearningGates gates = Chains.learning(WORDS, 0, Map.of(), "grounded");
    assertThat(gates.replies()).isEqualTo(8);
    assertThat(Chains.learning(WORDS, 0, Map.of(), "stable").replies()).isZero();
    assertThat(
            gates
                .admit(
                    scored(SolverReward.MAJORITY, rounds),
                    Map.of("p0", .6, "p1", .5, "p2", 1.),
                    Map.of())
                .admitted())
        .containsExactly("p0");
    assertThat(GroundedGate.share(List.of("Yes", " yes.", "No", "Maybe", ""))).isEqualTo(2 / 3.);
    assertThat(GroundedGate.share(List.of("?"))).isZero();
  }

  @Test
  void comparedAdmitsLabelsThatThePolicyCallsRightWithTheOthersInView() {
    Rounds rounds = new Rounds(2).problem("a", "7 7").problem("b", "7 7").problem("c", "8 9");
    LearningGates gates = Chains.learning(WORDS, 0, Map.of("compared.replies", "4"), "compared");
    assertThat(gates.replies()).as("asked about labels alone").isZero();
    assertThat(gates.compared().orElseThrow().replies()).isEqualTo(4);
    assertThat(Chains.learning(WORDS, 0, Map.of(), "grounded").compared()).isEmpty();
    Map<String, Double> alone = Map.of("p0", 0., "p1", 1., "p2", 1.);
    Map<String, Double> beside = Map.of("p0", .6, "p1", .5, "p2", 1.);
    LearningGates.Admitted admitted =
        gates.admit(scored(SolverReward.MAJORITY, rounds), alone, beside);
    assertThat(admitted.admitted()).containsExactly("p0");
    assertThat(admitted.report()).hasToString("compared 2 (2 doubted)");
  }

  @Test
  void noLabelTakesMoreThanItsShareOfTheRound() {
    Rounds rounds =
        new Rounds(2)
            .problem("a", "7 7")
            .problem("b", "7 7")
            .problem("c", "8 8")
            .problem("d", "7 7");
    LearningGates.Admitted admitted =
        admit(Map.of("balance-labels.answer", "0.5"), "balance-labels", rounds);
    assertThat(admitted.admitted()).containsExactly("p0", "p1", "p2");
  }

  @Test
  void whatIsRefusedLosesItsRewardsAndWhatWasDroppedBeforeKeepsItsReason() {
    Rounds rounds =
        new Rounds(4)
            .problem("easy", "1 1 1 !")
            .problem("split", "1 1 2 2")
            .rejected(new DropReason.Malformed("no"), null);
    ScoredRound scored = scored(SolverReward.MAJORITY, rounds);
    DropReason.Refused easy = new DropReason.Refused("difficulty", "too easy");
    LearningGates.Admitted admitted =
        Chains.learning(WORDS, 0, Map.of("difficulty.low", "0.6"), "difficulty").admit(scored);
    Map<String, Outcome> outcomes = admitted.round().outcomes();
    assertThat(outcomes.keySet()).isEqualTo(scored.outcomes().keySet());
    assertThat(outcomes.get("p0")).isEqualTo(new Outcome.Dropped(easy));
    assertThat(outcomes.get("p0-1")).isEqualTo(new Outcome.Dropped(easy));
    assertThat(outcomes.get("p0-3")).isEqualTo(scored.outcomes().get("p0-3"));
    assertThat(outcomes.get("p1-0")).isEqualTo(new Outcome.Dropped(new DropReason.NoLabel()));
    assertThat(outcomes.get("p2")).isEqualTo(new Outcome.Scored(0));
    assertThat(
            new LearningGates(List.of(new DifficultyGate()), 0, RefusalRule.ZERO)
                .admit(scored)
                .round()
                .outcomes()
                .get("p0"))
        .isEqualTo(new Outcome.Scored(0));
  }

  @Test
  void whereTheBaseVotesItsMostFrequentAnswerHasToBeTheLabel() {
    ScoredRound scored =
        scored(
            SolverReward.MAJORITY,
            new Rounds(3)
                .problem("agreed", "7 7 8")
                .ballots("7 7 _")
                .problem("tied", "7 7 8")
                .ballots("7 8 _")
                .problem("apart", "7 7 8")
                .ballots("8 8 7")
                .problem("no ballots", "7 7 8"));
    GateSettings none = new GateSettings(List.of(), List.of(), 0, RefusalRule.MASK, Map.of());
    LearningGates.Admitted admitted = LearningGates.of(WORDS, none, true).admit(scored);
    assertThat(admitted.admitted()).containsExactly("p0");
    assertThat(admitted.report()).hasToString("voters 3 (3 voters disagree)");
    assertThat(LearningGates.of(WORDS, none, false).admit(scored).admitted()).hasSize(4);
  }
}
