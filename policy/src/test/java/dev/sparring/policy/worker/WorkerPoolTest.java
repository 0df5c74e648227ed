package dev.sparring.policy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.worker.WorkerPool.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerPoolTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Sampling SAMPLING = Sampling.plain(1, 16);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<Reply> replies = kit.createTestProbe();
  private PolicyThread thread;
  private ActorRef<WorkerPool.Command> worker;

  @TempDir private Path folder;

  @BeforeEach
  void spawn() {
    Settings settings =
        Settings.load(Optional.of(Path.of("src/test/resources/worker-test.conf")), Map.of());
    thread = new PolicyThread(Policy.forLearning(Path.of(settings.policy().model()), settings));
    worker =
        kit.spawn(
            WorkerPool.create(
                new WorkerPool.Setup(
                    settings,
                    List.of(thread),
                    ExchangeDirectory.empty(folder.resolve("exchange")),
                    false),
                kit.<WorkerPool.Event>createTestProbe().ref()));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    thread.close();
  }

  private <T extends Reply> T reply(Class<T> type) {
    return replies.expectMessageClass(type, PATIENCE);
  }

  private WorkerPool.Generate generate(String job, int prompts, int samples) {
    return new WorkerPool.Generate(
        job,
        StepVersion.START,
        IntStream.range(0, prompts).mapToObj(i -> prompt(i, samples)).toList(),
        SAMPLING,
        replies.ref());
  }

  private static Prompt prompt(int index, int samples) {
    RandomStream random = RandomStream.of(7).child(index);
    return new Prompt(
        "p" + index,
        Role.SOLVER,
        List.of(ChatMessage.user("What is " + index + "?")),
        "",
        LongStream.range(0, samples).mapToObj(random::child).toList());
  }

  private WorkerPool.Learn learn(String job, List<Episode> episodes) {
    return new WorkerPool.Learn(
        job,
        StepVersion.START,
        episodes,
        List.of(),
        new Loss.Supervised(LearnSettings.Aggregation.TOKEN_MEAN),
        1e-3,
        replies.ref());
  }

  private static List<Episode> episodes(int count) {
    Completion completion =
        new Completion(
            new int[] {1, 2, 3},
            new int[] {4, 5},
            new float[] {-1, -1},
            "",
            Completion.Finish.STOP);
    return IntStream.range(0, count)
        .mapToObj(i -> Episode.of("e" + i, Role.SOLVER, completion, 1))
        .toList();
  }

  @Test
  void everyJobIsAnsweredExactlyOnceAndInOrder() {
    worker.tell(generate("one", 2, 3));
    worker.tell(new WorkerPool.Score("two", StepVersion.START, episodes(2), replies.ref()));
    worker.tell(learn("three", episodes(2)));
    worker.tell(
        new WorkerPool.Save("four", new StepVersion(1, 1), folder.toString(), replies.ref()));
    worker.tell(
        new WorkerPool.Restore("five", new StepVersion(1, 2), folder.toString(), replies.ref()));

    WorkerPool.Generated generated = reply(WorkerPool.Generated.class);
    assertThat(generated.job()).isEqualTo("one");
    assertThat(generated.completions()).extracting(Completions::id).containsExactly("p0", "p1");
    assertThat(generated.completions()).allSatisfy(c -> assertThat(c.completions()).hasSize(3));
    WorkerPool.Scored scored = reply(WorkerPool.Scored.class);
    assertThat(scored.job()).isEqualTo("two");
    assertThat(scored.scores()).hasSize(2).allSatisfy(s -> assertThat(s.logprobs()).hasSize(2));
    WorkerPool.Learned learned = reply(WorkerPool.Learned.class);
    assertThat(learned.job()).isEqualTo("three");
    assertThat(learned.report().steps()).isEqualTo(1);
    assertThat(reply(WorkerPool.Saved.class).job()).isEqualTo("four");
    assertThat(reply(WorkerPool.Restored.class).job()).isEqualTo("five");
    replies.expectNoMessage();
  }

  @Test
  void aJobForWeightsThatTheLearnerDoesNotHaveIsRefused() {
    worker.tell(learn("learn", episodes(2)));
    reply(WorkerPool.Learned.class);
    worker.tell(generate("stale", 1, 1));
    WorkerPool.Failed failed = reply(WorkerPool.Failed.class);
    assertThat(failed.job()).isEqualTo("stale");
    assertThat(failed.reason()).contains("weights 1, not 0").hasLineCount(1);
  }

  @Test
  void aPromptThatDoesNotFitIsRefusedAndTheOthersAreCompleted() {
    Prompt endless =
        new Prompt(
            "endless",
            Role.SOLVER,
            List.of(ChatMessage.user("why? ".repeat(5_000))),
            "",
            List.of(RandomStream.of(1)));
    worker.tell(
        new WorkerPool.Generate(
            "job", StepVersion.START, List.of(endless, prompt(0, 2)), SAMPLING, replies.ref()));
    List<Completions> written = reply(WorkerPool.Generated.class).completions();
    assertThat(written.get(0).refusal()).get().asString().contains("does not fit the context");
    assertThat(written.get(0).completions()).isEmpty();
    assertThat(written.get(1).completions()).hasSize(2);
  }

  @Test
  void cancelAbandonsTheRunningJobAndThoseThatWait() {
    worker.tell(generate("running", 500, 100));
    worker.tell(generate("waiting", 1, 1));
    worker.tell(WorkerPool.Cancel.INSTANCE);
    assertThat(reply(WorkerPool.Abandoned.class).job()).isEqualTo("running");
    assertThat(reply(WorkerPool.Abandoned.class).job()).isEqualTo("waiting");
    replies.expectNoMessage();
  }

  @Test
  void afterCancelNothingIsLearnedButSavingWorks() throws IOException {
    worker.tell(WorkerPool.Cancel.INSTANCE);
    worker.tell(learn("learn", episodes(2)));
    WorkerPool.Abandoned abandoned = reply(WorkerPool.Abandoned.class);
    assertThat(abandoned.changed()).isFalse();
    worker.tell(new WorkerPool.Save("save", StepVersion.START, folder.toString(), replies.ref()));
    reply(WorkerPool.Saved.class);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("model.safetensors", "optimizer.safetensors", "config.json");
    }
  }

  @Test
  void aJobThatFailsSaysWhyInOneLineAndTheNextOneIsDone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    worker.tell(new WorkerPool.Save("save", StepVersion.START, file.toString(), replies.ref()));
    worker.tell(generate("next", 1, 1));
    worker.tell(
        new WorkerPool.Restore(
            "restore", StepVersion.START, folder.resolve("none").toString(), replies.ref()));
    WorkerPool.Failed save = reply(WorkerPool.Failed.class);
    assertThat(save.job()).isEqualTo("save");
    assertThat(save.reason())
        .startsWith(file.toString() + ": ")
        .contains("already exists")
        .hasLineCount(1);
    assertThat(reply(WorkerPool.Generated.class).job()).isEqualTo("next");
    WorkerPool.Failed restore = reply(WorkerPool.Failed.class);
    assertThat(restore.reason()).contains("none").hasLineCount(1);
  }

  @Test
  void theSamplesOfAJobDoNotDependOnTheJobBefore() {
    worker.tell(generate("alone", 1, 2));
    List<Completions> alone = reply(WorkerPool.Generated.class).completions();
    worker.tell(generate("together", 3, 2));
    List<Completions> together = reply(WorkerPool.Generated.class).completions();
    assertThat(together.get(0)).usingRecursiveComparison().isEqualTo(alone.get(0));
  }
}
