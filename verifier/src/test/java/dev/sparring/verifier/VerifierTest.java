package dev.sparring.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sparring.core.Attempt;
import dev.sparring.core.AttemptedRound;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Outcome;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Round;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.Verdict;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.MajorityVote;
import dev.sparring.core.check.Mark;
import dev.sparring.core.ledger.Ledger;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RefusalRule;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.SolverReward;
import dev.sparring.core.vote.VoteRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Completion WRITTEN =
      new Completion(
          new int[] {1}, new int[] {2}, new float[] {-1}, "text", Completion.Finish.STOP);

  private TestProbe<ScoredRound> orchestrator;
  private ActorRef<Verifier.Command> verifier;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    spawn(new MajorityVote(VoteRule.DEFAULT), SolverReward.MAJORITY);
  }

  private void spawn(AnswerChecker checker, SolverReward reward) {
    orchestrator = KIT.createTestProbe();
    RoundScorer scoring =
        new RoundScorer(
            VoteRule.DEFAULT,
            reward,
            ProposerReward.named("sqlm"),
            RefusalRule.ZERO,
            RefusalRule.MASK,
            null); // the truth is asked for by SolverReward.TRUTH alone
    verifier = KIT.spawn(Verifier.create(checker, scoring, orchestrator.ref()::tell));
  }

  /** One problem, answered so, in a round that also lost the answers named. */
  private static AttemptedRound round(
      int step, List<String> answers, Map<String, DropReason.Lost> failed) {
    Problem problem = new Problem("p", 0, "k", "t");
    Proposal proposal = Proposal.of(problem, WRITTEN);
    List<Attempt> attempts = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      attempts.add(new Attempt("a" + i, "p", i, WRITTEN, Optional.of(answers.get(i)), "answer"));
    }
    int samples = answers.size() + failed.size();
    return new AttemptedRound(
        new ProposedRound(new Round(step, 0, 1, 1, samples), List.of(proposal), 0),
        attempts,
        failed,
        0);
  }

  private ScoredRound scored(AttemptedRound round) {
    verifier.tell(new Verifier.Verify(round));
    return orchestrator.receiveMessage();
  }

  @Test
  void theMajorityIsTheLabelAndEarnsTheReward() {
    ScoredRound scored = scored(round(1, List.of("7", "8", "7"), Map.of()));
    assertThat(scored.verdicts()).extracting(Verdict::label).containsExactly(Optional.of("7"));
    assertThat(scored.outcomes())
        .containsEntry("a0", new Outcome.Scored(1))
        .containsEntry("a1", new Outcome.Scored(0))
        .containsEntry("a2", new Outcome.Scored(1))
        .containsEntry("p", new Outcome.Scored(1));
  }

  @Test
  void everyRoundIsPassedOnOnceAndInOrder() {
    for (int step = 1; step <= 3; step++) {
      verifier.tell(new Verifier.Verify(round(step, List.of("7", "7"), Map.of())));
    }
    for (int step = 1; step <= 3; step++) {
      ScoredRound scored = orchestrator.receiveMessage();
      assertThat(scored.attempted().proposed().round().step()).isEqualTo(step);
    }
    orchestrator.expectNoMessage();
  }

  @Test
  void aRoundOfWhichEverythingWasLostIsPassedOnWithoutAReward() {
    ScoredRound scored =
        scored(
            round(
                1,
                List.of(),
                Map.of(
                    "a0",
                    new DropReason.Lost("no memory"),
                    "a1",
                    new DropReason.Lost("no memory"))));
    assertThat(scored.outcomes())
        .containsEntry("a0", new Outcome.Dropped(new DropReason.Lost("no memory")))
        .containsEntry("a1", new Outcome.Dropped(new DropReason.Lost("no memory")))
        .containsEntry("p", new Outcome.Dropped(new DropReason.Lost("")));
    assertThat(Ledger.audit(scored).scored()).isZero();
  }

  @Test
  void scoringWaitsUntilTheCheckerHasRepliedAndALaterRoundMayOvertake() {
    Map<Integer, CompletableFuture<Judgement>> asked = new ConcurrentHashMap<>();
    spawn(
        (problem, attempts) ->
            asked.computeIfAbsent(attempts.size(), size -> new CompletableFuture<>()),
        SolverReward.TESTS);
    verifier.tell(new Verifier.Verify(round(1, List.of("x"), Map.of())));
    verifier.tell(new Verifier.Verify(round(2, List.of("x", "y"), Map.of())));
    orchestrator.expectNoMessage();
    Mark half = new Mark.Judged(0.5, List.of());
    Mark lost = new Mark.Unjudged(new DropReason.Lost("no child starts"));
    asked.get(2).complete(judgement(2, Map.of("a0", half, "a1", lost)));
    ScoredRound second = orchestrator.receiveMessage();
    assertThat(second.attempted().proposed().round().step()).isEqualTo(2);
    assertThat(second.outcomes())
        .containsEntry("a0", new Outcome.Scored(0.5))
        .containsEntry("a1", new Outcome.Dropped(new DropReason.Lost("no child starts")));
    asked.get(1).complete(judgement(1, Map.of("a0", half)));
    assertThat(orchestrator.receiveMessage().attempted().proposed().round().step()).isEqualTo(1);
  }

  private static Judgement judgement(int attempts, Map<String, Mark> marks) {
    return new Judgement(
        new Verdict("p", attempts, attempts, Optional.empty(), 1, 0, 0), new TreeMap<>(marks));
  }

  @Test
  void aBugInTheCheckerEndsTheActor() {
    spawn(
        (problem, attempts) -> CompletableFuture.failedFuture(new IllegalStateException("a bug")),
        SolverReward.TESTS);
    verifier.tell(new Verifier.Verify(round(1, List.of("x"), Map.of())));
    orchestrator.expectTerminated(verifier);
    orchestrator.expectNoMessage();
  }

  @Test
  void aBugInARoundEndsTheActorRatherThanTheRound() {
    Attempt stray = new Attempt("a", "nobody", 0, WRITTEN, Optional.empty(), "answer");
    AttemptedRound round = round(1, List.of("7"), Map.of());
    verifier.tell(
        new Verifier.Verify(new AttemptedRound(round.proposed(), List.of(stray), Map.of(), 0)));
    orchestrator.expectTerminated(verifier);
    orchestrator.expectNoMessage();
  }
}
