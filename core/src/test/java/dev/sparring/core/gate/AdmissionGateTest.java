package dev.sparring.core.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Completion;
import dev.sparring.core.PastProblem;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.task.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each gate between proposer and solver. */
class AdmissionGateTest {
  private static final Task WORDS = new Words();

  private static PastProblem past(String text) {
    return new PastProblem(text, text, Optional.empty(), 0, 1);
  }

  private static List<String> reasons(
      Map<String, String> options, String gate, List<PastProblem> pool, String... texts) {
    return AdmissionGatesTest.reasons(
        Chains.admission(WORDS, 0, options, gate)
            .admit(AdmissionGatesTest.round(List.of(texts)), Set.of(), pool)
            .round());
  }

  @Test
  void formRefusesWhatCannotBeReadBackAndWhatIsTooLong() {
    assertThat(reasons(Map.of("form.characters", "6"), "form", List.of(), "short", "rather long"))
        .containsExactly("admitted", "too long");
    ProposedRound other =
        new ProposedRound(
            new Round(1, 0, 0, 1, 2),
            List.of(Proposal.of(new Problem("p0", 0, "key", "text"), Completion.NONE)),
            0);
    assertThat(
            AdmissionGatesTest.reasons(
                Chains.admission(WORDS, 0, Map.of(), "form")
                    .admit(other, Set.of(), List.of())
                    .round()))
        .containsExactly("unreadable");
  }

  @Test
  void novelRefusesWhatIsLikeAProblemOfThePoolOrOfTheRound() {
    List<PastProblem> pool = List.of(past("How many apples has Ann if she buys seven more?"));
    assertThat(
            reasons(
                Map.of("novel.near", "0.6"),
                "novel",
                pool,
                "How many apples has Tom if he buys seven more?",
                "A train leaves at noon and runs for two hours.",
                "A train leaves at noon and ran for two hours!"))
        .containsExactly("near duplicate", "admitted", "near duplicate");
    assertThat(reasons(Map.of(), "novel", pool, "How many apples has Tom if he buys seven more?"))
        .containsExactly("admitted");
  }

  @Test
  void novelRefusesATemplateThatHasHadItsShareOfThePool() {
    List<PastProblem> pool =
        IntStream.range(0, 10)
            .mapToObj(i -> past(i < 6 ? i + " + 7" : "word " + "x".repeat(i)))
            .toList();
    Map<String, String> options =
        Map.of("novel.template-share", "0.5", "novel.template-count", "2");
    assertThat(reasons(options, "novel", pool, "12 + 3.5", "12 - 3", "word"))
        .containsExactly("worn template", "admitted", "admitted");
    assertThat(
            reasons(
                Map.of("novel.template-share", "0.5", "novel.template-count", "7"),
                "novel",
                pool,
                "12 + 3.5"))
        .containsExactly("admitted");
  }

  @Test
  void balanceLeavesEachTemplateItsShareOfTheRound() {
    assertThat(
            reasons(
                Map.of("balance.template", "0.5"),
                "balance",
                List.of(),
                "1 + 2",
                "3 + 4",
                "5 + 6",
                "5 - 6"))
        .containsExactly("admitted", "admitted", "template full", "admitted");
    assertThat(reasons(Map.of("balance.template", "0"), "balance", List.of(), "1 + 2", "3 + 4"))
        .as("one of each template, at least")
        .containsExactly("admitted", "template full");
  }

  @Test
  void budgetLeavesEachModeOfTheProposerItsShareOfTheRound() {
    String[] texts = IntStream.range(0, 40).mapToObj(i -> "problem " + i).toArray(String[]::new);
    Round round = AdmissionGatesTest.round(List.of(texts)).round();
    List<String> reasons = reasons(Map.of("budget.mode", "0.25"), "budget", List.of(), texts);
    for (String mode : List.of("heads", "tails")) {
      List<String> own = new ArrayList<>();
      for (int i = 0; i < texts.length; i++) {
        if (WORDS.mode(round.topic(i)).equals(mode)) {
          own.add(reasons.get(i));
        }
      }
      assertThat(own).hasSizeGreaterThan(10);
      assertThat(own.subList(0, 10)).containsOnly("admitted");
      assertThat(own.subList(10, own.size())).containsOnly("mode full");
    }
  }

  @Test
  void attributedRefusesWhatCitesASourceThatWasNotGiven() {
    Round round =
        new Round(
            1,
            0,
            0,
            4,
            2,
            0,
            List.of(List.of("one", "two"), List.of(), List.of(), List.of()),
            List.of());
    List<Proposal> proposals = new ArrayList<>();
    for (String text :
        List.of("as in [2]", "as in [2]", "from the [passage]", "from [elsewhere]")) {
      int i = proposals.size();
      proposals.add(Proposal.of(new Problem("p" + i, i, text, text), Completion.NONE));
    }
    assertThat(
            AdmissionGatesTest.reasons(
                Chains.admission(WORDS, 0, Map.of(), "attributed")
                    .admit(new ProposedRound(round, proposals, 0), Set.of(), List.of())
                    .round()))
        .containsExactly("admitted", "unknown source", "admitted", "unknown source");
  }

  @Test
  void everyGateIsFoundByItsNameAndSaysWhatItRefuses() {
    assertThat(Gates.admission())
        .extracting(Gate::name)
        .contains("attributed", "balance", "budget", "form", "held-out", "novel");
    assertThat(Gates.learning())
        .extracting(Gate::name)
        .contains("agreement", "balance-labels", "difficulty", "stable");
    assertThat(Gates.named(List.of("stable", "novel", "nothing")))
        .extracting(Gate::name)
        .containsExactly("novel", "stable");
    assertThat(Gates.admission()).allSatisfy(g -> assertThat(g.description()).isNotBlank());
    assertThat(Gates.learning()).allSatisfy(g -> assertThat(g.description()).isNotBlank());
  }
}
