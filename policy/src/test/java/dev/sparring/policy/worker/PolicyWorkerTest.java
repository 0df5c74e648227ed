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
import dev.sparring.policy.worker.PolicyWorker.Reply;
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

class PolicyWorkerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Sampling SAMPLING = Sampling.plain(1, 16);

  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<Reply> replies = kit.createTestProbe();
  private PolicyThread thread;
  private ActorRef<PolicyWorker.Command> worker;

  @TempDir private Path folder;

  @BeforeEach
  void spawn() {
    Settings settings =
        Settings.load(Optional.of(Path.of("src/test/resources/worker-test.conf")), Map.of());
    thread = new PolicyThread(Policy.forLearning(Path.of(settings.policy().model()), settings));
    worker = kit.spawn(PolicyWorker.create(thread));
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
    thread.close();
  }

  private <T extends Reply> T reply(Class<T> type) {
    return replies.expectMessageClass(type, PATIENCE);
  }

  private PolicyWorker.Generate generate(String job, int prompts, int samples) {
    return new PolicyWorker.Generate(
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

  private PolicyWorker.Learn learn(String job, List<Episode> episodes) {
    return new PolicyWorker.Learn(
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
    worker.tell(new PolicyWorker.Score("two", StepVersion.START, episodes(2), replies.ref()));
    worker.tell(learn("three", episodes(2)));
    worker.tell(new PolicyWorker.Save("four", StepVersion.START, folder.toString(), replies.ref()));
    worker.tell(
        new PolicyWorker.Restore("five", StepVersion.START, folder.toString(), replies.ref()));

    PolicyWorker.Generated generated = reply(PolicyWorker.Generated.class);
    assertThat(generated.job()).isEqualTo("one");
    assertThat(generated.completions()).extracting(Completions::id).containsExactly("p0", "p1");
    assertThat(generated.completions()).allSatisfy(c -> assertThat(c.completions()).hasSize(3));
    PolicyWorker.Scored scored = reply(PolicyWorker.Scored.class);
    assertThat(scored.job()).isEqualTo("two");
    assertThat(scored.scores()).hasSize(2).allSatisfy(s -> assertThat(s.logprobs()).hasSize(2));
    PolicyWorker.Learned learned = reply(PolicyWorker.Learned.class);
    assertThat(learned.job()).isEqualTo("three");
    assertThat(learned.report().steps()).isEqualTo(1);
    assertThat(reply(PolicyWorker.Saved.class).job()).isEqualTo("four");
    assertThat(reply(PolicyWorker.Restored.class).job()).isEqualTo("five");
    replies.expectNoMessage();
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
        new PolicyWorker.Generate(
            "job", StepVersion.START, List.of(endless, prompt(0, 2)), SAMPLING, replies.ref()));
    List<Completions> written = reply(PolicyWorker.Generated.class).completions();
    assertThat(written.get(0).refusal()).get().asString().contains("does not fit the context");
    assertThat(written.get(0).completions()).isEmpty();
    assertThat(written.get(1).completions()).hasSize(2);
  }

  @Test
  void cancelAbandonsTheRunningJobAndThoseThatWait() {
    worker.tell(generate("running", 500, 100));
    worker.tell(generate("waiting", 1, 1));
    worker.tell(PolicyWorker.Cancel.INSTANCE);
    assertThat(reply(PolicyWorker.Abandoned.class).job()).isEqualTo("running");
    assertThat(reply(PolicyWorker.Abandoned.class).job()).isEqualTo("waiting");
    replies.expectNoMessage();
  }

  @Test
  void afterCancelNothingIsLearnedButSavingWorks() throws IOException {
    worker.tell(PolicyWorker.Cancel.INSTANCE);
    worker.tell(learn("learn", episodes(2)));
    PolicyWorker.Abandoned abandoned = reply(PolicyWorker.Abandoned.class);
    assertThat(abandoned.changed()).isFalse();
    worker.tell(new PolicyWorker.Save("save", StepVersion.START, folder.toString(), replies.ref()));
    reply(PolicyWorker.Saved.class);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .contains("model.safetensors", "optimizer.safetensors", "config.json");
    }
  }

  @Test
  void aJobThatFailsSaysWhyInOneLineAndTheNextOneIsDone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    worker.tell(new PolicyWorker.Save("save", StepVersion.START, file.toString(), replies.ref()));
    worker.tell(
        new PolicyWorker.Restore(
            "restore", StepVersion.START, folder.resolve("none").toString(), replies.ref()));
    worker.tell(generate("next", 1, 1));
    PolicyWorker.Failed save = reply(PolicyWorker.Failed.class);
    assertThat(save.job()).isEqualTo("save");
    assertThat(save.reason())
        .startsWith(file.toString() + ": ")
        .contains("already exists")
        .hasLineCount(1);
    PolicyWorker.Failed restore = reply(PolicyWorker.Failed.class);
    assertThat(restore.reason()).contains("none").hasLineCount(1);
    assertThat(reply(PolicyWorker.Generated.class).job()).isEqualTo("next");
  }

  @Test
  void theSamplesOfAJobDoNotDependOnTheJobBefore() {
    worker.tell(generate("alone", 1, 2));
    List<Completions> alone = reply(PolicyWorker.Generated.class).completions();
    worker.tell(generate("together", 3, 2));
    List<Completions> together = reply(PolicyWorker.Generated.class).completions();
    assertThat(together.get(0)).usingRecursiveComparison().isEqualTo(alone.get(0));
  }
}
