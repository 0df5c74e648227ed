package dev.sparring.solver;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Completion.Finish;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.MajorityVote;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.task.Tasks;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SolverTest {
  private static final ActorTestKit KIT = ActorTestKit.create();

  private TestProbe<WorkerPool.Command> worker;
  private TestProbe<AttemptedRound> verifier;
  private ActorRef<Solver.Command> solver;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    worker = KIT.createTestProbe();
    verifier = KIT.createTestProbe();
    solver =
        KIT.spawn(
            Solver.create(new Twice(), Sampling.plain(1, 8), worker.ref(), verifier.ref()::tell));
  }

  /** A round of well-formed problems, two answers each. */
  private static ProposedRound round(String... problems) {
    return new ProposedRound(
        new Round(3, 2, 1, problems.length, 2),
        IntStream.range(0, problems.length)
            .mapToObj(
                i -> {
                  Problem problem = new Problem("p" + i, i, problems[i], problems[i]);
                  return Proposal.of(problem, completion(problems[i], Finish.STOP));
                })
            .toList(),
        0.1);
  }

  private static Completion completion(String text, Finish finish) {
    return new Completion(new int[] {1}, new int[] {2}, new float[] {-1}, text, finish);
  }

  private static Completions answers(String id, String... texts) {
    return new Completions(
        id, Arrays.stream(texts).map(t -> completion(t, Finish.STOP)).toList(), Optional.empty());
  }

  private WorkerPool.Generate asked(ProposedRound round) {
    solver.tell(new Solver.Solve(round));
    return worker.expectMessageClass(WorkerPool.Generate.class);
  }

  private AttemptedRound attempted(WorkerPool.Generate job, Completions... written) {
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(written), 0.5));
    return verifier.receiveMessage();
  }

  @Test
  void samplesOfOneProblemShareAPromptAndHaveRandomNumbersOfTheirOwn() {
    WorkerPool.Generate job = asked(round("7", "21"));
    assertThat(job.prompts()).extracting(Prompt::id).containsExactly("p0", "p1");
    assertThat(job.prompts().stream().flatMap(p -> p.samples().stream()))
        .hasSize(4)
        .doesNotHaveDuplicates();
  }

  @Test
  void everyAnswerIsReadAndHasAnIdOfItsOwn() {
    AttemptedRound attempted =
        attempted(asked(round("7", "21")), answers("p0", "14", "hm"), answers("p1", "42", "42"));
    assertThat(attempted.attempts())
        .extracting(a -> a.answer().orElse("none"))
        .containsExactly("14", "none", "42", "42");
    assertThat(attempted.attempts())
        .extracting(Attempt::format)
        .containsExactly("answer", Attempt.MALFORMED, "answer", "answer");
    assertThat(attempted.attempts()).extracting(Attempt::id).doesNotHaveDuplicates();
    assertThat(attempted.failed()).isEmpty();
  }

  @Test
  void anAnswerWithTwoUnknownsIsReadForTheOneThatItsProblemAsksFor() {
    solver =
        KIT.spawn(
            Solver.create(
                Tasks.named("algebra").orElseThrow(),
                Sampling.plain(1, 8),
                worker.ref(),
                verifier.ref()::tell));
    String both = "<answer>x = 3 and y = 4</answer>";
    AttemptedRound attempted =
        attempted(
            asked(round("Solve x + y = 7, x - y = -1 for x.", "Solve x + y = 7, x = 3 for y.")),
            answers("p0", both, "<answer>y = 4</answer>"),
            answers("p1", both, "<answer>y = 4</answer>"));
    assertThat(attempted.attempts())
        .extracting(a -> a.answer().orElse("none") + " " + a.format())
        .containsExactly("3 answer", "none malformed", "4 answer", "4 answer");
  }

  @Test
  void samplesOfAProblemAreSharedOutAmongTheWaysItIsAsked() {
    ActorRef<Solver.Command> bothWays =
        KIT.spawn(
            Solver.create(
                new Twice() {
                  @Override
                  public List<List<ChatMessage>> questions(String problem) {
                    return List.of(
                        question(problem), List.of(ChatMessage.user(problem + " once more")));
                  }
                },
                Sampling.plain(1, 8),
                worker.ref(),
                verifier.ref()::tell));
    bothWays.tell(new Solver.Solve(round("7", "21")));
    WorkerPool.Generate job = worker.expectMessageClass(WorkerPool.Generate.class);
    assertThat(job.prompts()).extracting(Prompt::id).containsExactly("p0", "p0", "p1", "p1");
    assertThat(job.prompts().get(1).messages()).containsExactly(ChatMessage.user("7 once more"));
    assertThat(job.prompts()).allMatch(p -> p.samples().size() == 1);

    Completions refused = new Completions("p1", List.of(), Optional.of("a prompt too long"));
    AttemptedRound attempted =
        attempted(job, answers("p0", "14"), answers("p0", "15"), answers("p1", "42"), refused);
    assertThat(attempted.attempts())
        .extracting(a -> a.problemId() + " " + a.answer().orElse("none"))
        .containsExactly("p0 14", "p0 15", "p1 42");
    assertThat(attempted.attempts())
        .extracting(Attempt::id)
        .containsExactly("p0-a00", "p0-a01", "p1-a00");
    assertThat(attempted.failed()).containsOnlyKeys("p1-a01");
  }

  @Test
  void aTruncatedAnswerIsNoAnswer() {
    Completions cut =
        new Completions(
            "p0",
            List.of(completion("14", Finish.LENGTH), completion("14", Finish.STOP)),
            Optional.empty());
    assertThat(attempted(asked(round("7")), cut).attempts())
        .extracting(a -> a.answer().orElse("none"))
        .containsExactly("none", "14");
  }

  @Test
  void aFailedJobIsHandedOutOnceMoreWithTheSameRandomNumbers() {
    WorkerPool.Generate first = asked(round("7"));
    first.replyTo().tell(new WorkerPool.Failed(first.job(), "no memory"));
    WorkerPool.Generate again = worker.expectMessageClass(WorkerPool.Generate.class);
    assertThat(again.job()).isNotEqualTo(first.job());
    assertThat(again.prompts()).isEqualTo(first.prompts());
    assertThat(attempted(again, answers("p0", "14", "14")).attempts()).hasSize(2);
  }

  @Test
  void whatFailsTwiceIsLostWithItsReasonAndNeverAReward() {
    WorkerPool.Generate first = asked(round("7", "21"));
    first.replyTo().tell(new WorkerPool.Failed(first.job(), "no memory"));
    WorkerPool.Generate again = worker.expectMessageClass(WorkerPool.Generate.class);
    again.replyTo().tell(new WorkerPool.Failed(again.job(), "still no memory"));
    AttemptedRound attempted = verifier.receiveMessage();
    worker.expectNoMessage();

    assertThat(attempted.attempts()).isEmpty();
    assertThat(attempted.failed()).hasSize(4).containsValue(new DropReason.Lost("still no memory"));
    assertThat(attempted.lost()).contains(new DropReason.Lost("still no memory"));
    assertNoRewards(attempted);
  }

  @Test
  void aProblemThatDoesNotFitLosesItsAttemptsAlone() {
    Completions refused = new Completions("p0", List.of(), Optional.of("a prompt too long"));
    AttemptedRound attempted =
        attempted(asked(round("7", "21")), refused, answers("p1", "42", "42"));
    assertThat(attempted.failed())
        .containsOnlyKeys("p0-a00", "p0-a01")
        .containsValue(new DropReason.Lost("a prompt too long"));
    assertThat(attempted.attempts()).extracting(Attempt::problemId).containsOnly("p1");
    assertThat(attempted.lost()).isEmpty();
  }

  @Test
  void aRoundWithoutProblemsIsHandedOn() {
    AttemptedRound attempted = attempted(asked(round()));
    assertThat(attempted.attempts()).isEmpty();
    assertThat(attempted.lost()).isEmpty();
  }

  @Test
  void aSecondAnswerToAJobIsNotCounted() {
    WorkerPool.Generate job = asked(round("7"));
    attempted(job, answers("p0", "14", "14"));
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(answers("p0", "15", "15")), 0));
    verifier.expectNoMessage();
    assertThat(attempted(asked(round("7")), answers("p0", "14", "14")).attempts()).hasSize(2);
  }

  @Test
  void anAbandonedJobIsNotHandedOutAgain() {
    WorkerPool.Generate job = asked(round("7"));
    job.replyTo().tell(new WorkerPool.Abandoned(job.job(), false));
    worker.expectNoMessage();
    verifier.expectNoMessage();
  }

  private static void assertNoRewards(AttemptedRound attempted) {
    RoundScorer scoring =
        new RoundScorer(
            VoteRule.DEFAULT,
            SolverReward.FORMAT,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            RefusalRule.MASK,
            new Twice());
    List<Judgement> votes =
        Checks.all(new MajorityVote(VoteRule.DEFAULT), Checks.of(attempted))
            .toCompletableFuture()
            .join();
    var scored = scoring.score(attempted, votes, () -> 0);
    assertThat(scored.outcomes().values()).isNotEmpty().allMatch(Outcome.Dropped.class::isInstance);
    assertThat(Ledger.audit(scored).total()).isEqualTo(scored.outcomes().size());
  }
}
