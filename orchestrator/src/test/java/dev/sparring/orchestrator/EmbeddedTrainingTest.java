package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs in an actor system that Sparring did not make and does not configure. */
@Timeout(120)
final class EmbeddedTrainingTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private final ActorTestKit host = ActorTestKit.create("host");
  private final TestProbe<Sparring.Outcome> outcomes = host.createTestProbe(Sparring.Outcome.class);
  private final List<RunEvent> events = new CopyOnWriteArrayList<>();

  @AfterEach
  void theHostEnds() {
    host.shutdownTestKit();
  }

  private ActorRef<Sparring.Command> spawn(Settings settings, String name) {
    return host.spawn(
        Sparring.training(TrainingRequest.start(settings).subscriber(events::add), outcomes.ref()),
        name);
  }

  private Settings settings(String name) {
    return Runs.settings(
        directory, name, "run.steps", "4", "evaluation.every", "2", "checkpoint.every", "2");
  }

  private Summary ended() {
    return ((Sparring.Ended) outcomes.receiveMessage(PATIENCE)).summary();
  }

  @Test
  void twoRunsInOneSystemAreTheRunsThatEachIsAlone() throws IOException {
    Path alone = Runs.play(directory, "alone", "run.steps", "4", "evaluation.every", "2");
    ActorRef<Sparring.Command> one = spawn(settings("one"), "one");
    spawn(settings("other"), "other");
    Summary first = ended();
    Summary second = ended();
    assertThat(List.of(first.run(), second.run())).containsExactlyInAnyOrder("one", "other");
    outcomes.expectTerminated(one, PATIENCE);
    RunFiles.assertSame(directory.resolve("one"), alone);
    RunFiles.assertSame(directory.resolve("other"), alone);
  }

  @Test
  void itsSubscriberSeesEverythingInOrderBeforeTheOutcomeIsSent() {
    spawn(settings("events"), "events");
    Summary summary = ended();
    Path checkpoints = directory.resolve("events").resolve("checkpoints");
    assertThat(
            events.stream()
                .map(RunEvent::getClass)
                .map(Class::getSimpleName)
                .filter(name -> !Set.of("PieceFinished", "PhaseBegun").contains(name)))
        .containsExactly(
            "RunBegun",
            "EvaluationBegun",
            "EvaluationMeasured",
            "CheckpointWritten",
            "RoundFinished",
            "EvaluationBegun",
            "EvaluationMeasured",
            "RoundFinished",
            "CheckpointWritten",
            "RoundFinished",
            "EvaluationBegun",
            "EvaluationMeasured",
            "RoundFinished",
            "CheckpointWritten",
            "EvaluationBegun",
            "EvaluationMeasured",
            "RunEnded");
    assertThat(events).contains(new RunEvent.RunEnded(summary));
    assertThat(events)
        .filteredOn(RunEvent.CheckpointWritten.class::isInstance)
        .map(RunEvent.CheckpointWritten.class::cast)
        .allSatisfy(written -> assertThat(written.seconds()).isPositive())
        .extracting(RunEvent.CheckpointWritten::directory)
        .containsExactly(
            checkpoints.resolve("000000"),
            checkpoints.resolve("000002"),
            checkpoints.resolve("000004"));
    assertThat(events)
        .filteredOn(RunEvent.PhaseBegun.class::isInstance)
        .map(RunEvent.PhaseBegun.class::cast)
        .extracting(begun -> begun.step() + " " + begun.phase())
        .startsWith(
            "0 measuring base",
            "0 saving",
            "1 proposing",
            "1 solving",
            "1 learning",
            "2 proposing",
            "2 solving",
            "2 learning",
            "2 measuring round",
            "2 saving")
        .endsWith("4 saving", "4 measuring end", "4 ended");
    assertThat(events)
        .filteredOn(RunEvent.PieceFinished.class::isInstance)
        .map(RunEvent.PieceFinished.class::cast)
        .extracting(RunEvent.PieceFinished::kind)
        .contains("Generate", "Learn", "Save");
  }

  @Test
  void stoppingItByMessageWritesACheckpointAndStoppingTheActorFreesTheLock() {
    ActorRef<Sparring.Command> asked = spawn(settings("asked"), "asked");
    Await.until(() -> events.stream().anyMatch(RunEvent.RoundFinished.class::isInstance));
    asked.tell(Sparring.Stop.INSTANCE);
    Summary summary = ended();
    assertThat(summary.stopped()).isIn(Summary.INTERRUPTED, Summary.COMPLETED);
    assertThat(RunFiles.newestCheckpoint(directory.resolve("asked")))
        .hasFileName(String.format(Locale.ROOT, "%06d", summary.steps()));

    events.clear();
    ActorRef<Sparring.Command> stopped = spawn(settings("stopped"), "stopped");
    Await.until(() -> !events.isEmpty());
    host.stop(stopped, PATIENCE);
    RunDirectory.open(directory.resolve("stopped")).close();
    assertThat(outcomes.receiveMessage()).isInstanceOf(Sparring.NotEnded.class);
  }

  @Test
  void aStoppedRunGoesOnInTheSameSystem() throws IOException {
    Path alone = Runs.play(directory, "alone", "run.steps", "4", "evaluation.every", "2");
    ActorRef<Sparring.Command> asked = spawn(settings("on"), "on");
    Await.until(() -> events.stream().anyMatch(RunEvent.RoundFinished.class::isInstance));
    asked.tell(Sparring.Stop.INSTANCE);
    ended();
    Path run = directory.resolve("on");
    host.spawn(
        Sparring.training(TrainingRequest.resume(run, RunDirectory.settings(run)), outcomes.ref()));
    assertThat(ended().stopped()).isEqualTo(Summary.COMPLETED);
    RunFiles.assertSame(run, alone);
  }

  @Test
  void whatIsWrongIsSaidInTheOutcomeAndNothingIsWritten() throws IOException {
    Map<String, String> values =
        RunFiles.tiny(directory, "policy.model", directory.resolve("nothing").toString());
    Settings settings = Settings.load(Optional.empty(), values).named("wrong");
    ActorRef<Sparring.Command> wrong = spawn(settings, "wrong");
    assertThat(((Sparring.NotEnded) outcomes.receiveMessage(PATIENCE)).reason())
        .contains("nothing")
        .doesNotContain("\n");
    outcomes.expectTerminated(wrong, PATIENCE);
    assertThat(Files.exists(directory.resolve("wrong"))).isFalse();
  }
}
