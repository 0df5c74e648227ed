package dev.sparring.policy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestInbox;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.TrainingText;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.policy.Completions;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.Scheduler.Assignment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Workers that come, die, hang and leave, without a model: a piece is never lost nor done twice.
 */
final class SchedulerTest {
  private final AtomicLong nanos = new AtomicLong();
  private final TestInbox<WorkerPool.Reply> inbox = TestInbox.create();
  private final Settings settings =
      Settings.load(
          Optional.of(Path.of("src/test/resources/worker-test.conf")),
          Map.of("policy.decode.slots", "1"));
  private final Scheduler scheduler =
      new Scheduler(
          new Scheduler.Setup(
              settings.learn(),
              settings.policy(),
              settings.workers(),
              Path.of("exchange"),
              7,
              false,
              nanos::get));

  private void register(String... names) {
    for (String name : names) {
      scheduler.register(name, "cpu");
    }
  }

  private void submitGeneration(String job, int prompts) {
    submitGeneration(job, StepVersion.START, prompts);
  }

  private void submitGeneration(String job, StepVersion at, int prompts) {
    List<Prompt> all =
        IntStream.range(0, prompts)
            .mapToObj(
                i ->
                    new Prompt(
                        "p" + i,
                        Role.SOLVER,
                        List.of(ChatMessage.user("?")),
                        "",
                        List.of(RandomStream.of(1).child(i))))
            .toList();
    scheduler.submit(new WorkerPool.Generate(job, at, all, Sampling.plain(1, 4), inbox.getRef()));
  }

  private void submitAdaptations(String job, int count) {
    List<Adaptation> all =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Adaptation(
                        "a" + i,
                        List.of(new TrainingText(List.of(), "text")),
                        new InnerLearning(4, 8, 1e-3, 10, 1),
                        List.of(List.of(ChatMessage.user("?"))),
                        RandomStream.of(1).child(i)))
            .toList();
    scheduler.submit(
        new WorkerPool.Adapt(job, StepVersion.START, all, Sampling.plain(1, 4), inbox.getRef()));
  }

  private static WorkResult answer(WorkItem item) {
    if (item instanceof WorkItem.Adapt adapt) {
      return new WorkResult.Generated(
          adapt.adaptations().stream()
              .map(a -> new Completions(a.id(), List.of(), Optional.empty()))
              .toList());
    }
    if (item instanceof WorkItem.Generate generate) {
      return new WorkResult.Generated(
          generate.prompts().stream()
              .map(p -> new Completions(p.id(), List.of(), Optional.empty()))
              .toList());
    }
    return new WorkResult.Done();
  }

  private void finish(Assignment assignment) {
    scheduler.finished(
        assignment.worker(),
        assignment.id(),
        assignment.piece().after(),
        answer(assignment.piece().item()));
  }

  /** Has all that can be done now done, and gives the replies. */
  private List<WorkerPool.Reply> finishAll() {
    List<WorkerPool.Reply> replies = new ArrayList<>();
    while (true) {
      scheduler.replies().forEach(entry -> replies.add(entry.getValue()));
      List<Assignment> assignments = scheduler.assign();
      if (assignments.isEmpty()) {
        return replies;
      }
      assignments.forEach(this::finish);
    }
  }

  private List<String> prompts(WorkerPool.Reply reply) {
    return ((WorkerPool.Generated) reply).completions().stream().map(Completions::id).toList();
  }

  @Test
  void adaptationsComeInShortPiecesAndThoseOfALostWorkerAreDoneByAnother() {
    register("a", "b");
    submitAdaptations("i", 600);
    assertThat(scheduler.replies()).isEmpty();
    List<Assignment> first = scheduler.assign();
    assertThat(first).extracting(Assignment::worker).containsExactly("a", "b");
    assertThat(first)
        .allSatisfy(
            one ->
                assertThat(((WorkItem.Adapt) one.piece().item()).adaptations().size())
                    .isBetween(1, 16));
    scheduler.lost("b");
    finish(first.get(1)); // too late
    finish(first.get(0));
    List<WorkerPool.Reply> replies = finishAll();
    assertThat(replies).hasSize(1);
    assertThat(prompts(replies.get(0)))
        .isEqualTo(IntStream.range(0, 600).mapToObj(i -> "a" + i).toList());
  }

  @Test
  void adaptationsOfASingleWorkerComeInShortPiecesToo() {
    register("a");
    submitAdaptations("i", 40);
    scheduler.replies();
    assertThat(((WorkItem.Adapt) scheduler.assign().get(0).piece().item()).adaptations())
        .hasSize(16);
  }

  @Test
  void thePieceOfALostWorkerIsDoneByAnotherAndTheReplyIsInOrder() {
    register("a", "b");
    submitGeneration("g", 8);
    assertThat(scheduler.replies()).isEmpty();
    List<Assignment> first = scheduler.assign();
    assertThat(first).extracting(Assignment::worker).containsExactly("a", "b");
    assertThat(scheduler.lost("b")).isFalse();
    finish(first.get(1)); // too late
    finish(first.get(0));
    List<WorkerPool.Reply> replies = finishAll();
    assertThat(replies).hasSize(1);
    assertThat(prompts(replies.get(0)))
        .containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7");
    assertThat(scheduler.status().ignored()).isEqualTo(1);
  }

  @Test
  void aDrainedWorkerFinishesItsPieceAndLeaves() {
    register("a", "b");
    submitGeneration("g", 8);
    scheduler.replies();
    List<Assignment> first = scheduler.assign();
    assertThat(scheduler.drain("b")).isFalse();
    assertThat(scheduler.left()).isEmpty();
    finish(first.get(1));
    assertThat(scheduler.left()).containsExactly("b");
    finish(first.get(0));
    assertThat(finishAll()).hasSize(1);
    assertThat(scheduler.status().ignored()).isZero();
  }

  @Test
  void aSecondAnswerIsIgnored() {
    register("a");
    submitGeneration("g", 2);
    scheduler.replies();
    Assignment piece = scheduler.assign().get(0);
    finish(piece);
    finish(piece);
    assertThat(finishAll()).hasSize(1);
    assertThat(scheduler.status().ignored()).isEqualTo(1);
  }

  @Test
  void whenTheLearnerIsLostAllJobsAreAbandonedAndTheNextWorkerRestores() {
    register("a", "b");
    submitGeneration("one", 4);
    submitGeneration("two", 4);
    scheduler.replies();
    List<Assignment> inFlight = scheduler.assign();
    assertThat(scheduler.lost("a")).isTrue();
    assertThat(scheduler.isLearner("b")).isTrue();
    assertThat(scheduler.replies())
        .extracting(entry -> entry.getValue())
        .allMatch(WorkerPool.Abandoned.class::isInstance)
        .extracting(WorkerPool.Reply::job)
        .containsExactly("one", "two");
    scheduler.submit(
        new WorkerPool.Restore("r", new StepVersion(3, 5), "checkpoints/000003", inbox.getRef()));
    assertThat(scheduler.replies()).isEmpty();
    assertThat(scheduler.assign()).as("b is still at its old piece").isEmpty();
    finish(inFlight.get(1));
    Assignment restore = scheduler.assign().get(0);
    assertThat(restore.worker()).isEqualTo("b");
    assertThat(restore.piece().item()).isEqualTo(new WorkItem.Restore("checkpoints/000003"));
    finish(restore);
    assertThat(scheduler.replies())
        .extracting(entry -> entry.getValue())
        .containsExactly(new WorkerPool.Restored("r"));
    assertThat(restore.piece().after().policyVersion()).isEqualTo(5);
    assertThat(restore.piece().after().lineage()).isNotEqualTo(0);
  }

  @Test
  void weightsOfALostLearnerHaveAnotherVersionThanThoseOfItsSuccessor() {
    register("a", "b");
    WeightsVersion first = restored(new StepVersion(3, 5));
    scheduler.lost("a");
    scheduler.replies();
    WeightsVersion second = restored(new StepVersion(3, 5));
    assertThat(second).isNotEqualTo(first);
  }

  private WeightsVersion restored(StepVersion at) {
    scheduler.submit(new WorkerPool.Restore("r", at, "c", inbox.getRef()));
    scheduler.replies();
    Assignment restore = scheduler.assign().get(0);
    finish(restore);
    scheduler.replies();
    return restore.piece().after();
  }

  @Test
  void aWorkerThatHangsGetsNoWorkUntilItAnswersAndIsThenToldTheWeights() {
    register("a", "b");
    restored(new StepVersion(3, 5));
    submitGeneration("g", new StepVersion(4, 5), 8);
    scheduler.replies();
    List<Assignment> first = scheduler.assign(); // a publishes: b has other weights
    assertThat(first).hasSize(1);
    finish(first.get(0));
    List<Assignment> both = scheduler.assign();
    assertThat(both).hasSize(2);
    assertThat(both.get(1).source()).isPresent();
    nanos.addAndGet((long) (settings.workers().deadline().first() * 1e9) / 2);
    finish(both.get(0));
    assertThat(scheduler.overdue()).isEmpty();
    nanos.addAndGet((long) (settings.workers().deadline().first() * 1e9));
    assertThat(scheduler.overdue()).containsExactly("b");
    assertThat(scheduler.silent("b")).isFalse();
    assertThat(finishAll()).hasSize(1);
    assertThat(scheduler.status().workers().get(1).state()).isEqualTo("silent");
    assertThat(
            scheduler.finished(
                "b",
                both.get(1).id(),
                both.get(1).piece().after(),
                answer(both.get(1).piece().item())))
        .as("it is back")
        .isTrue();
    submitGeneration("h", new StepVersion(4, 5), 8);
    scheduler.replies();
    assertThat(scheduler.assign())
        .hasSize(2)
        .allMatch(a -> a.worker().equals("a") || a.source().isPresent());
  }
}
