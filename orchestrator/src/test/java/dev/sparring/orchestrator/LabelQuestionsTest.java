package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

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

class LabelQuestionsTest {
  private static final Round ROUND = new Round(3, 2, 1, 2, 4);

  private static ScoredRound scored() {
    List<Proposal> proposals = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      Problem problem = new Problem("p" + i, i, "k" + i, "What is " + i + " + 1?");
      proposals.add(Proposal.of(problem, Completion.NONE));
    }
    return new ScoredRound(
        new AttemptedRound(new ProposedRound(ROUND, proposals, 0), List.of(), Map.of(), 0),
        List.of(
            Judgement.vote(new Verdict("p0", 4, 4, Optional.empty(), 2, 2, 1)),
            Judgement.vote(new Verdict("p1", 4, 4, Optional.of("2"), 4, 0, 0))),
        Map.of(),
        0);
  }

  private static Completion reply(String text) {
    return new Completion(
        new int[] {1}, new int[] {2}, new float[] {-1}, text, Completion.Finish.LENGTH);
  }

  @Test
  void eachLabelIsAskedAboutWithAsManyRepliesOfItsOwn() {
    WorkerPool.Generate job = LabelQuestions.job(ROUND, scored(), 3, null);
    assertThat(job.job()).isEqualTo("s000003-ground");
    assertThat(job.stepVersion()).isEqualTo(ROUND.stepVersion());
    assertThat(job.prompts()).extracting(p -> p.id()).containsExactly("p1");
    assertThat(job.prompts().get(0).messages().get(0).content())
        .contains("What is 1 + 1?", "Proposed answer: 2", "Yes or No");
    assertThat(job.prompts().get(0).samples()).hasSize(3).doesNotHaveDuplicates();
    assertThat(job.sampling().maxTokens()).isEqualTo(2);
  }

  @Test
  void repliesBecomeTheShareOfYes() {
    assertThat(
            LabelQuestions.shares(
                List.of(
                    new Completions(
                        "p1",
                        List.of(reply("Yes"), reply("No"), reply("yes,"), reply("Yes")),
                        Optional.empty()),
                    new Completions("p2", List.of(), Optional.of("too long")))))
        .isEqualTo(Map.of("p1", .75, "p2", 0.));
  }
}
