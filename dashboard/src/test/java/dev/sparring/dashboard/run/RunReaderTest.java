package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.dashboard.TestRun;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunReaderTest {
  @TempDir private Path folder;
  private TestRun run;

  @BeforeEach
  void make() throws IOException {
    run = TestRun.in(folder, "one", "guard.distinct.rounds", "2");
  }

  private RunOverview look(RunReader reader) throws IOException {
    reader.poll();
    return reader.overview("one");
  }

  private RunOverview look() throws IOException {
    return look(new RunReader(run.folder()));
  }

  /** Nothing was written for an hour. */
  private void age() throws IOException {
    try (Stream<Path> tree = Files.walk(run.path())) {
      for (Path path : tree.toList()) {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().minusSeconds(3600)));
      }
    }
  }

  private FileChannel train() throws IOException {
    return FileChannel.open(run.path().resolve("lock"), StandardOpenOption.WRITE);
  }

  @Test
  void aRunThatHasEndedSaysHow() throws IOException {
    run.summary("completed", "", 0.1, 0.9);
    assertThat(look().status().kind()).isEqualTo(RunStatus.COMPLETED);
    run.summary("guard:kl", "solver/kl has been above 1 for 5 rounds (now 2)", 0.1, 0.9);
    RunOverview stopped = look();
    assertThat(stopped.status().kind()).isEqualTo(RunStatus.STOPPED);
    assertThat(stopped.status().says())
        .isEqualTo(
            "Stopped by the guard kl after 40 rounds: solver/kl has been above 1 for 5 rounds"
                + " (now 2)");
    assertThat(stopped.before()).containsEntry("eval/greedy", 0.1);
    assertThat(stopped.after()).containsEntry("eval/greedy", 0.9);
  }

  @Test
  void aRunWhoseLockIsHeldRunsHoweverLongItSaysNothing() throws IOException {
    assumeThat(RunLock.known()).isTrue();
    age();
    try (FileChannel channel = train();
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      RunOverview overview = look();
      assertThat(overview.status().kind()).isEqualTo(RunStatus.RUNNING);
      assertThat(overview.status().process()).isEqualTo(ProcessHandle.current().pid());
    }
  }

  /** Closing any channel of a file gives up the locks that this process has on it. */
  @Test
  void lookingAtARunOfThisProcessLeavesItItsLock() throws IOException {
    assumeThat(RunLock.known()).isTrue();
    try (FileChannel channel = train();
        FileLock lock = channel.lock()) {
      look();
      look();
      assertThat(lock.isValid()).isTrue();
      assertThat(RunLock.holder(run.folder().lock())).isPresent();
    }
  }

  @Test
  void aRunDiesWhenItsLockIsGivenUpWithoutASummary() throws IOException {
    assumeThat(RunLock.known()).isTrue();
    RunReader reader = new RunReader(run.folder());
    try (FileChannel channel = train();
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(look(reader).status().kind()).isEqualTo(RunStatus.RUNNING);
    }
    RunStatus died = look(reader).status();
    assertThat(died.kind()).isEqualTo(RunStatus.DIED);
    assertThat(died.says()).contains("sparring train --resume " + run.path());
    try (FileChannel channel = train();
        FileLock lock = channel.lock()) {
      assertThat(lock.isValid()).isTrue();
      assertThat(look(reader).status().kind()).isEqualTo(RunStatus.RUNNING);
    }
  }

  @Test
  void aRunWithoutLockOrWordIsSilentAndOneThatWritesRuns() throws IOException {
    age();
    assertThat(look().status().kind()).isEqualTo(RunStatus.SILENT);
    run.metrics(1, Map.of("time/round", 0.5));
    assertThat(look().status().kind()).isEqualTo(RunStatus.RUNNING);
  }

  @Test
  void alarmsAreThoseThatTheGuardsGaveInTheRun() throws IOException {
    for (int step = 1; step <= 7; step++) {
      run.metrics(step, Map.of("proposer/distinct", step < 3 || step == 7 ? 0.9 : 0.1));
    }
    List<GuardMarks.Mark> marks = look().marks();
    assertThat(marks).extracting(GuardMarks.Mark::step).containsExactly(4, 6);
    assertThat(marks.get(0).guard()).isEqualTo("distinct");
    assertThat(marks.get(0).action()).isEqualTo("warn");
    assertThat(marks.get(0).message()).contains("proposer/distinct has been below .25");
  }

  @Test
  void aResumedRunLosesTheRoundsAndAlarmsThatWereTakenBack() throws IOException {
    RunReader reader = new RunReader(run.folder());
    for (int step = 1; step <= 4; step++) {
      run.metrics(step, Map.of("proposer/distinct", 0.1));
    }
    assertThat(look(reader).marks()).isNotEmpty();
    Files.writeString(run.folder().metrics(), "{\"step\":1,\"proposer/distinct\":0.1}\n");
    RunOverview overview = look(reader);
    assertThat(overview.marks()).isEmpty();
    assertThat(overview.rounds()).isEqualTo(1);
    assertThat(overview.step()).isEqualTo(1);
  }

  @Test
  void onlyWhatChangesRaisesTheVersion() throws IOException {
    run.summary("completed", "", 0.1, 0.9);
    RunReader reader = new RunReader(run.folder());
    reader.poll();
    long version = reader.version();
    reader.poll();
    assertThat(reader.version()).isEqualTo(version);
    run.metrics(1, Map.of());
    reader.poll();
    assertThat(reader.version()).isGreaterThan(version);
  }

  @Test
  void aConfigurationOfAnotherVersionIsSaidAndHidesNoMetrics() throws IOException {
    Files.writeString(run.path().resolve("run.conf"), "# java 17\nsparring { of-the-future = 1 }");
    run.metrics(1, Map.of("a/b", 1.0));
    RunOverview overview = look();
    assertThat(overview.problem()).startsWith("run.conf is of another version of Sparring: ");
    assertThat(overview.rounds()).isEqualTo(1);
    assertThat(overview.versions()).containsEntry("java", "17");
    assertThat(overview.guards()).isEmpty();
  }

  @Test
  void theBaseOfARunThatGoesOnIsReadFromItsFirstCheckpoint() throws IOException {
    Path checkpoint = Files.createDirectories(run.path().resolve("checkpoints/000000"));
    Files.writeString(
        checkpoint.resolve("state.json"),
        "{\"archive\":[\"1+1\",{\"before\":7}],\"before\":{\"eval/greedy\":0.25},\"step\":0}");
    Files.createDirectories(run.path().resolve("checkpoints/.000020.tmp"));
    RunOverview overview = look();
    assertThat(overview.before()).containsExactly(Map.entry("eval/greedy", 0.25));
    assertThat(overview.after()).isNull();
    assertThat(overview.checkpoints()).containsExactly(0);
  }

  @Test
  void refusalsOfALongRunAreReadForABoundedNumberOfRounds() throws IOException {
    for (int step = 1; step <= 700; step++) {
      run.metrics(step, Map.of());
      run.rollouts(step, List.of(TestRun.proposal("p", "\"rejection\":\"seen\"")));
    }
    RunReader reader = new RunReader(run.folder());
    for (int look = 0; look < 60; look++) {
      reader.poll();
    }
    List<RefusalCounts> refusals = reader.overview("one").refusals();
    assertThat(refusals).hasSizeBetween(100, 257);
    assertThat(refusals.get(refusals.size() - 1).step()).isEqualTo(700);
    assertThat(refusals).allSatisfy(it -> assertThat(it.refused()).containsEntry("seen", 1));
  }

  @Test
  void whoLoggedLastStandsFirst() throws IOException {
    String place = "2026-11-27 03:17:40.053 INFO  [x step 4 policy 3] ";
    Path logs = run.path().resolve("logs");
    Files.writeString(logs.resolve("proposer.log"), place + "16 of 16 proposals\n");
    Files.writeString(logs.resolve("orchestrator.log"), place + "a\n" + place + "b\n");
    Files.setLastModifiedTime(
        logs.resolve("proposer.log"), FileTime.from(Instant.now().minusSeconds(2)));
    assertThat(look().logs())
        .extracting(ActorLogs.LastLine::actor)
        .containsExactly("orchestrator", "proposer");
  }

  @Test
  void aRunThatGoesOnSaysWhoWaitsForWhomAndWhatItsWorkersDo() throws IOException {
    Path status = run.path().resolve("status.json");
    Files.writeString(
        status,
        """
        {"at": 50000, "pid": 1, "state": "solving", "step": 3, "policyVersion": 2, "quietSeconds": 4.5,
         "waits": [{"who": "solver", "whom": "pool", "what": "Generate x", "seconds": 2.0}],
         "pool": {"workers": [{"name": "local-0", "device": "cuda:1", "learner": true, "state": "working",
           "policyVersion": "2", "piece": "x/1", "seconds": 1.0, "pieces": 7, "piecesPerMinute": 60.5}]}}
        """);
    RunReader reader = new RunReader(run.folder());
    reader.poll();
    assertThat(reader.overview("one").trainer())
        .isEqualTo(
            new TrainerStatus(
                "solving",
                45_500,
                List.of(new TrainerStatus.Wait("solver", "pool", "Generate x", 48_000)),
                List.of(
                    new TrainerStatus.WorkerView(
                        "local-0", "cuda:1", true, "working", "2", "x/1", 49_000, 7, 60.5))));
    long before = reader.version();
    reader.poll();
    assertThat(reader.version()).isEqualTo(before);
    Files.writeString(status, "{");
    Files.setLastModifiedTime(status, FileTime.fromMillis(System.currentTimeMillis() - 1000));
    reader.poll();
    assertThat(reader.version()).isGreaterThan(before);
    assertThat(reader.overview("one").trainer()).isNull();
  }

  @Test
  void aCardHasTheLastRoundWithoutReadingTheOthers() throws IOException {
    RunGlance glance = new RunGlance(run.folder());
    assertThat(glance.card("one").step()).isZero();
    for (int step = 1; step <= 3000; step++) {
      run.metrics(step, Map.of("a/long/name/of/a/metric", step / 7.0));
    }
    run.append("{\"step\":3001,");
    assertThat(glance.card("one").step()).isEqualTo(3000);
  }
}
