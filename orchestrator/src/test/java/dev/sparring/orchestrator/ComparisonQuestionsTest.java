package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.Judgement;
import dev.sparring.policy.Completions;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonQuestionsTest {
  private static final Round ROUND = new Round(3, 2, 1, 2, 8);

  private static ScoredRound scored() {
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Problem problem = new Problem("p" + i, i, "k" + i, "What is " + i + " + 1?");
      proposals.add(Proposal.of(problem, Completion.NONE));
    }
    List<Attempt> attempts = new ArrayList<>();
    for (String answer : List.of("9", "2", "4", "2", "9", "3", "2", "")) {
      int n = attempts.size();
      attempts.add(
          new Attempt(
              "p1-" + n,
              "p1",
              n,
              Completion.NONE,
              Optional.of(answer).filter(a -> !a.isEmpty()),
              "plain"));
    }
    return new ScoredRound(
        new AttemptedRound(new ProposedRound(ROUND, proposals, 0), attempts, Map.of(), 0),
        List.of(
            Judgement.vote(new Verdict("p0", 8, 0, Optional.empty(), 0, 0, 1)),
            Judgement.vote(new Verdict("p1", 8, 7, Optional.of("2"), 3, 2, 1))),
        Map.of(),
        0);
  }

  private static Completions reason(String id, String text) {
    Completion written =
        new Completion(
            new int[] {1}, new int[] {2}, new float[] {-1}, text, Completion.Finish.STOP);
    return new Completions(id, List.of(written), Optional.empty());
  }

  @Test
  void theLabelStandsFirstAndThenWhatWasAnsweredMostOften() {
    assertThat(ComparisonQuestions.of(ROUND, scored(), 3).all())
        .singleElement()
        .satisfies(one -> assertThat(one.candidates()).containsExactly("2", "9", "3"));
    assertThat(ComparisonQuestions.of(ROUND, scored(), 1).all().get(0).candidates())
        .containsExactly("2");
  }

  @Test
  void eachAnswerInViewGetsAReasonAndThenTheLabelIsAskedAbout() {
    ComparisonQuestions questions = ComparisonQuestions.of(ROUND, scored(), 3);
    WorkerPool.Generate reasons = questions.reasons(null);
    assertThat(reasons.job()).isEqualTo("s000003-reasons");
    assertThat(reasons.prompts()).extracting(p -> p.id()).containsExactly("p1/0", "p1/1", "p1/2");
    assertThat(reasons.prompts().get(1).messages().get(0).content())
        .contains("What is 1 + 1?", "Possible answer: 9");
    WorkerPool.Generate asked =
        questions.comparisons(
            List.of(
                reason("p1/2", "three it is"),
                reason("p1/0", "one and one"),
                new Completions("p1/1", List.of(), Optional.of("too long"))),
            5,
            null);
    assertThat(asked.job()).isEqualTo("s000003-compare");
    assertThat(asked.prompts()).singleElement().satisfies(p -> assertThat(p.id()).isEqualTo("p1"));
    assertThat(asked.prompts().get(0).samples()).hasSize(5).doesNotHaveDuplicates();
    assertThat(asked.prompts().get(0).messages().get(0).content())
        .contains(
            "Possible answer: 2\nReason given: one and one\n"
                + "Possible answer: 9\nReason given: \n"
                + "Possible answer: 3\nReason given: three it is\n",
            "Is 2 the right answer?");
  }
}
