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
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.core.TrainingText;
import dev.sparring.core.check.Mark;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.core.selfplay.InnerLoop;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.policy.Completions;
import dev.sparring.policy.worker.WorkerPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdaptationRunnerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Problem PROBLEM = new Problem("p0", 0, "k", "k");

  /** p0-a00 and p0-a02 can be read, p0-a01 can't. */
  private static final AttemptedRound ROUND =
      new AttemptedRound(
          new ProposedRound(
              new Round(3, 2, 1, 1, 3), List.of(Proposal.of(PROBLEM, Completion.NONE)), 0),
          List.of(attempt(0, "x"), attempt(1, ""), attempt(2, "y")),
          Map.of(),
          1);

  private TestProbe<WorkerPool.Command> pool;
  private TestProbe<AttemptedRound> verifier;
  private ActorRef<AdaptationRunner.Command> runner;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    pool = KIT.createTestProbe();
    verifier = KIT.createTestProbe();
    runner =
        KIT.spawn(
            AdaptationRunner.create(
                new Trying(), Sampling.plain(1, 8), pool.ref(), verifier.ref()::tell));
  }

  private static Attempt attempt(int sample, String answer) {
    return new Attempt(
        "p0-a0" + sample,
        "p0",
        sample,
        completion(answer, Finish.STOP),
        answer.isEmpty() ? Optional.empty() : Optional.of(answer),
        answer.isEmpty() ? Attempt.MALFORMED : "answer");
  }

  private static Completion completion(String text, Finish finish) {
    return new Completion(new int[] {1}, new int[] {2}, new float[] {-1}, text, finish);
  }

  private static Completions reply(String text, Finish finish) {
    return new Completions("p0-a00", List.of(completion(text, finish)), Optional.empty());
  }

  /** Learns an answer, and asks two questions. */
  private static final class Trying implements SelfPlay, InnerLoop {
    @Override
    public String configName() {
      return "trying";
    }

    @Override
    public String description() {
      return "";
    }

    @Override
    public Optional<InnerLoop> innerLoop() {
      return Optional.of(this);
    }

    @Override
    public Optional<Adaptation> adaptation(Problem problem, Attempt attempt, RandomStream random) {
      List<ChatMessage> question = List.of(ChatMessage.user("?"));
      return attempt
          .answer()
          .map(
              answer ->
                  new Adaptation(
                      attempt.id(),
                      List.of(new TrainingText(List.of(), answer)),
                      new InnerLearning(4, 8, 1e-3, 2, 1),
                      List.of(question, question),
                      random));
    }

    @Override
    public Map<String, Adaptation> controls(Problem problem, RandomStream random) {
      return Map.of();
    }

    @Override
    public Mark.Judged mark(Problem problem, List<String> replies) {
      return Mark.Judged.NO_ANSWER;
    }
  }

  private WorkerPool.Adapt asked() {
    runner.tell(new AdaptationRunner.Try(ROUND));
    return pool.expectMessageClass(WorkerPool.Adapt.class);
  }

  private AttemptedRound answered(WorkerPool.Adapt job, Completions... written) {
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(written), 0.5));
    return verifier.receiveMessage();
  }

  @Test
  void whatCanBeReadIsTriedGreedilyWithTheSameRandomNumbers() {
    WorkerPool.Adapt job = asked();
    assertThat(job.adaptations()).extracting(Adaptation::id).containsExactly("p0-a00", "p0-a02");
    assertThat(job.adaptations())
        .extracting(Adaptation::random)
        .containsOnly(job.adaptations().get(0).random());
    assertThat(job.sampling().temperature()).isZero();
    assertThat(job.stepVersion()).isEqualTo(ROUND.proposed().round().stepVersion());
  }

  @Test
  void repliesBelongToTheAttemptThatWasLearnedAndOneThatWasCutOffIsEmpty() {
    AttemptedRound round =
        answered(
            asked(),
            reply("1", Finish.STOP),
            reply("2", Finish.LENGTH),
            reply("3", Finish.STOP),
            reply("4", Finish.STOP));
    assertThat(round.adapted().replies())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("p0-a00", List.of("1", ""), "p0-a02", List.of("3", "4")));
    assertThat(round.adapted().failed()).isEmpty();
    assertThat(round.adapted().seconds()).isEqualTo(0.5);
    assertThat(round.attempts()).isEqualTo(ROUND.attempts());
  }

  @Test
  void anAttemptThatCouldNotBeTriedIsLostByItself() {
    Completions refused = new Completions("p0-a00", List.of(), Optional.of("not finite"));
    AttemptedRound round =
        answered(asked(), refused, refused, reply("3", Finish.STOP), reply("4", Finish.STOP));
    assertThat(round.adapted().replies()).containsOnlyKeys("p0-a02");
    assertThat(round.adapted().failed())
        .containsExactly(Map.entry("p0-a00", new DropReason.Lost("not finite")));
  }

  @Test
  void aJobThatFailsIsSentOnceMoreAndThenAllThatWasToBeTriedIsLost() {
    WorkerPool.Adapt first = asked();
    first.replyTo().tell(new WorkerPool.Failed(first.job(), "no memory"));
    WorkerPool.Adapt again = pool.expectMessageClass(WorkerPool.Adapt.class);
    assertThat(again.job()).isNotEqualTo(first.job());
    assertThat(again.adaptations()).isEqualTo(first.adaptations());
    again.replyTo().tell(new WorkerPool.Failed(again.job(), "no memory"));
    DropReason.Lost lost = new DropReason.Lost("no memory");
    assertThat(verifier.receiveMessage().adapted().failed())
        .containsExactlyInAnyOrderEntriesOf(Map.of("p0-a00", lost, "p0-a02", lost));
  }
}
