package dev.sparring.proposer;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sparring.core.Completion;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.Proposal;
import dev.sparring.core.ProposedRound;
import dev.sparring.core.Role;
import dev.sparring.core.Round;
import dev.sparring.core.Sampling;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProposerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Sampling SAMPLING = Sampling.plain(1, 8);

  private TestProbe<WorkerPool.Command> worker;
  private TestProbe<ProposedRound> solver;
  private ActorRef<Proposer.Command> proposer;

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @BeforeEach
  void spawn() {
    worker = KIT.createTestProbe();
    solver = KIT.createTestProbe();
    proposer =
        KIT.spawn(
            Proposer.create(
                new Twice(), Role.PROPOSER, SAMPLING, worker.ref(), solver.ref()::tell));
  }

  private static Round round(int problems) {
    return new Round(3, 2, 1, problems, 4);
  }

  private WorkerPool.Generate asked() {
    return worker.expectMessageClass(WorkerPool.Generate.class);
  }

  private static Completion completion(String text, Completion.Finish finish) {
    return new Completion(new int[] {1}, new int[] {2}, new float[] {-1}, text, finish);
  }

  /** What a worker would reply that had written these texts. */
  private static WorkerPool.Generated written(WorkerPool.Generate job, String... texts) {
    List<Completions> all = new ArrayList<>();
    for (int i = 0; i < texts.length; i++) {
      Completion completion = completion(texts[i], Completion.Finish.STOP);
      all.add(new Completions(job.prompts().get(i).id(), List.of(completion), Optional.empty()));
    }
    return new WorkerPool.Generated(job.job(), all, 0.5);
  }

  private ProposedRound proposed(Round round, String... texts) {
    proposer.tell(new Proposer.Propose(round));
    WorkerPool.Generate job = asked();
    job.replyTo().tell(written(job, texts));
    return solver.receiveMessage();
  }

  @Test
  void aProblemIsAskedForWithTheEarlierOnesOfItsOwnPrompt() {
    List<List<String>> references = List.of(List.of("7", "8"), List.of());
    proposer.tell(new Proposer.Propose(new Round(3, 2, 1, 2, 4, 0, references, List.of())));
    List<Prompt> prompts = asked().prompts();
    assertThat(prompts.get(0).messages().get(0).content())
        .startsWith("a number, please (")
        .endsWith("Write one that differs from all of them.\n[1] 7\n[2] 8");
    assertThat(prompts.get(1).messages().get(0).content()).doesNotContain("differs");
  }

  @Test
  void everyProblemIsAskedForWithRandomNumbersOfItsOwn() {
    proposer.tell(new Proposer.Propose(round(3)));
    WorkerPool.Generate job = asked();
    assertThat(job.sampling()).isEqualTo(SAMPLING);
    assertThat(job.prompts()).hasSize(3).allSatisfy(p -> assertThat(p.samples()).hasSize(1));
    assertThat(job.prompts()).extracting(Prompt::id).doesNotHaveDuplicates();
    assertThat(job.prompts()).extracting(Prompt::samples).doesNotHaveDuplicates();
    assertThat(job.prompts()).extracting(Prompt::messages).doesNotHaveDuplicates();
  }

  @Test
  void theSameRoundIsAskedForInTheSameWay() {
    proposer.tell(new Proposer.Propose(round(3)));
    List<Prompt> first = asked().prompts();
    proposer.tell(new Proposer.Propose(round(3)));
    assertThat(asked().prompts()).isEqualTo(first);
  }

  @Test
  void whatIsWellFormedIsPassedOnInOrder() {
    ProposedRound proposed = proposed(round(3), "21", "pardon?", "7");
    assertThat(proposed.problems()).extracting(Problem::text).containsExactly("21", "7");
    assertThat(proposed.problems()).extracting(Problem::index).containsExactly(0, 2);
    assertThat(proposed.proposals())
        .extracting(p -> p.key().orElse("none"))
        .containsExactly("21", "none", "7");
    assertThat(proposed.proposals().get(1).rejection())
        .contains(new DropReason.Malformed("no number"));
    assertThat(proposed.seconds()).isEqualTo(0.5);
  }

  @Test
  void aProblemThatItsPromptDidNotAskForIsMalformed() {
    proposer.tell(new Proposer.Propose(round(2)));
    WorkerPool.Generate job = asked();
    String second = job.prompts().get(1).messages().get(0).content().replaceAll("[^0-9]", "");
    job.replyTo().tell(written(job, second, second));
    ProposedRound proposed = solver.receiveMessage();
    assertThat(proposed.problems()).extracting(Problem::index).containsExactly(0);
    assertThat(proposed.proposals().get(1).rejection())
        .contains(new DropReason.Malformed("the number of the prompt"));
  }

  @Test
  void aTruncatedProposalIsMalformedWhateverItSays() {
    proposer.tell(new Proposer.Propose(round(1)));
    WorkerPool.Generate job = asked();
    Completions cut =
        new Completions("p", List.of(completion("7", Completion.Finish.LENGTH)), Optional.empty());
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(cut), 0));
    assertThat(solver.receiveMessage().proposals().get(0).rejection())
        .contains(new DropReason.Malformed("truncated"));
  }

  @Test
  void aFailedJobIsHandedOutOnceMoreAndNotMissed() {
    proposer.tell(new Proposer.Propose(round(1)));
    WorkerPool.Generate first = asked();
    first.replyTo().tell(new WorkerPool.Failed(first.job(), "no memory"));
    WorkerPool.Generate again = asked();
    assertThat(again.job()).isNotEqualTo(first.job());
    assertThat(again.prompts()).isEqualTo(first.prompts());
    again.replyTo().tell(written(again, "7"));
    assertThat(solver.receiveMessage().problems()).extracting(Problem::text).containsExactly("7");
  }

  @Test
  void aJobThatFailsTwiceLosesItsProposalsWithTheReason() {
    proposer.tell(new Proposer.Propose(round(2)));
    WorkerPool.Generate first = asked();
    first.replyTo().tell(new WorkerPool.Failed(first.job(), "no memory"));
    WorkerPool.Generate again = asked();
    again.replyTo().tell(new WorkerPool.Failed(again.job(), "still no memory"));
    assertThat(solver.receiveMessage().proposals())
        .hasSize(2)
        .allMatch(Proposal::lost)
        .extracting(p -> p.rejection().orElseThrow())
        .containsOnly(new DropReason.Lost("still no memory"));
    worker.expectNoMessage();
  }

  @Test
  void aPromptThatDoesNotFitLosesItsProposalAlone() {
    proposer.tell(new Proposer.Propose(round(2)));
    WorkerPool.Generate job = asked();
    Completions refused = new Completions("p", List.of(), Optional.of("a prompt too long"));
    Completions fine = written(job, "7").completions().get(0);
    job.replyTo().tell(new WorkerPool.Generated(job.job(), List.of(refused, fine), 0));
    assertThat(solver.receiveMessage().proposals())
        .extracting(Proposal::rejection)
        .containsExactly(Optional.of(new DropReason.Lost("a prompt too long")), Optional.empty());
  }

  @Test
  void aSecondAnswerToAJobIsNotCounted() {
    proposer.tell(new Proposer.Propose(round(1)));
    WorkerPool.Generate job = asked();
    job.replyTo().tell(written(job, "7"));
    job.replyTo().tell(written(job, "8"));
    assertThat(solver.receiveMessage().problems()).extracting(Problem::text).containsExactly("7");
    solver.expectNoMessage();
    assertThat(proposed(round(1), "9").problems()).hasSize(1);
  }

  @Test
  void anAbandonedJobIsNotHandedOutAgain() {
    proposer.tell(new Proposer.Propose(round(1)));
    WorkerPool.Generate job = asked();
    job.replyTo().tell(new WorkerPool.Abandoned(job.job(), false));
    worker.expectNoMessage();
    solver.expectNoMessage();
  }
}
