package dev.sparring.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Completion;
import dev.sparring.core.Outcome;
import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.reward.Rounds;
import dev.sparring.core.reward.SolverReward;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What holds of all gates together. */
class GatesProperties {
  private static final String[] ADMISSION = {
    "held-out", "form", "novel", "balance", "budget", "attributed"
  };
  private static final String[] LEARNING = {"agreement", "difficulty", "stable", "balance-labels"};
  private static final Map<String, String> OPTIONS =
      Map.of(
          "novel.near",
          "0.7",
          "novel.template-share",
          "0.4",
          "novel.template-count",
          "2",
          "form.characters",
          "12");

  /**
   * Texts that the gates treat differently: few templates, near and exact duplicates, citations.
   */
  private static String text(int code) {
    int number = code / 8 % 25;
    return switch (code % 8) {
      case 0 -> number + " + " + code % 3;
      case 1 -> number + " - 1";
      case 2 -> "as in [" + number % 3 + "]";
      case 3 -> "more than twelve letters " + number;
      case 4 -> "[passage] " + number;
      default -> "w" + number * 7919 % 1000 + "x" + number;
    };
  }

  private static ProposedRound round(long seed, List<Integer> codes) {
    List<Proposal> proposals = new ArrayList<>();
    for (int code : codes) {
      int i = proposals.size();
      String text = text(code);
      proposals.add(Proposal.of(new Problem("p" + i, i, text, text), Completion.NONE));
    }
    return new ProposedRound(new Round(1, 0, seed, codes.size(), 2), proposals, 0);
  }

  @Property(tries = 300)
  void noProblemIsLostAndAskingAgainChangesNothing(
      @ForAll long seed,
      @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 400) Integer> codes,
      @ForAll @Size(max = 10) List<@IntRange(min = 0, max = 400) Integer> earlier,
      @ForAll @DoubleRange(min = 0, max = 1) double epsilon) {
    List<PastProblem> pool =
        earlier.stream()
            .map(code -> new PastProblem(text(code), text(code), Optional.empty(), .5, 1))
            .toList();
    AdmissionGates gates = Chains.admission(new Words(), epsilon, OPTIONS, ADMISSION);
    ProposedRound proposed = round(seed, codes);

    AdmissionGates.Admitted once = gates.admit(proposed, Set.of(text(3)), pool);

    assertThat(once.round().proposals())
        .extracting(Proposal::id)
        .isEqualTo(proposed.proposals().stream().map(Proposal::id).toList());
    assertThat(once.round().proposals())
        .allMatch(p -> p.problem().isPresent() != p.rejection().isPresent());
    assertThat(gates.admit(once.round(), Set.of(text(3)), pool).round()).isEqualTo(once.round());
    assertThat(gates.admit(proposed, Set.of(text(3)), pool)).isEqualTo(once);
    int refused =
        once.report().byGate().values().stream().mapToInt(GateReport.Counts::allRefused).sum();
    assertThat(once.round().problems()).hasSize(codes.size() - refused);
  }

  @Property(tries = 300)
  void everyAnswerKeepsAnOutcomeAndAskingAgainChangesNothing(
      @ForAll @Size(max = 12) List<@Size(6) List<@IntRange(min = 0, max = 3) Integer>> answers,
      @ForAll @DoubleRange(min = 0, max = 1) double epsilon) {
    Rounds rounds = new Rounds(6);
    for (List<Integer> own : answers) {
      StringBuilder words = new StringBuilder();
      own.forEach(a -> words.append(words.length() == 0 ? "" : " ").append(a == 0 ? "_" : a));
      rounds.problem("problem " + answers.indexOf(own), words.toString());
    }
    ScoredRound scored = LearningGateTest.scored(SolverReward.MAJORITY, rounds);
    LearningGates gates = Chains.learning(new Words(), epsilon, Map.of(), LEARNING);

    LearningGates.Admitted once = gates.admit(scored);

    assertThat(once.round().outcomes().keySet()).isEqualTo(scored.outcomes().keySet());
    assertThat(gates.admit(once.round())).isEqualTo(once);
    once.round()
        .outcomes()
        .forEach(
            (id, outcome) ->
                assertThat(outcome)
                    .as("what changed was scored and is dropped")
                    .satisfiesAnyOf(
                        it -> assertThat(it).isEqualTo(scored.outcomes().get(id)),
                        it -> {
                          assertThat(it).isInstanceOf(Outcome.Dropped.class);
                          assertThat(scored.outcomes().get(id)).isInstanceOf(Outcome.Scored.class);
                        }));
    int refused =
        once.report().byGate().values().stream().mapToInt(GateReport.Counts::allRefused).sum();
    assertThat(once.admitted()).hasSize(answers.size() - refused);
  }

  @Property(tries = 20)
  void aShareOfEpsilonPassesEveryGateButTheOneForEvaluationSets(@ForAll long seed) {
    List<Integer> codes = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      codes.add(3 + 8 * i);
    }
    AdmissionGates gates = Chains.admission(new Words(), .1, OPTIONS, "form");
    GateReport.Counts counts =
        gates.admit(round(seed, codes), Set.of(), List.of()).report().byGate().get("form");
    assertThat(counts.allRefused() + counts.admitted()).isEqualTo(2000);
    assertThat(counts.leaked()).isEqualTo(counts.admitted()).isBetween(130, 270);

    String heldOut = AdmissionGatesTest.TASK.heldOut().get(0);
    assertThat(
            Chains.admission(AdmissionGatesTest.TASK, 1, Map.of(), "held-out", "novel")
                .admit(AdmissionGatesTest.round(List.of(heldOut, "a", "a")), Set.of("a"), List.of())
                .round()
                .problems())
        .extracting(Problem::key)
        .containsExactly("a", "a");
  }

  @Test
  void aMillionRandomProblemsPassThroughTheChain() {
    AdmissionGates gates = Chains.admission(new Words(), .01, OPTIONS, ADMISSION);
    RandomStream random = RandomStream.of(7);
    LinkedHashSet<String> archive = new LinkedHashSet<>();
    List<PastProblem> pool = new ArrayList<>();
    int admitted = 0;
    int refused = 0;
    for (int step = 0; step < 1000; step++) {
      RandomStream own = random.child(step);
      List<Integer> codes = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        codes.add(own.below(i, Integer.MAX_VALUE));
      }
      AdmissionGates.Admitted round = gates.admit(round(step, codes), archive, pool);
      for (Problem problem : round.round().problems()) {
        archive.add(problem.key());
        pool.add(new PastProblem(problem.key(), problem.text(), Optional.empty(), .5, step));
      }
      pool = new ArrayList<>(pool.subList(Math.max(0, pool.size() - 500), pool.size()));
      admitted += round.round().problems().size();
      refused +=
          round.report().byGate().values().stream().mapToInt(GateReport.Counts::allRefused).sum();
    }
    assertThat(admitted + refused).isEqualTo(1_000_000);
    assertThat(admitted).isGreaterThan(1000);
  }
}
