package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A guard that sees a streak from round 6 on, and goes off in round 7. */
final class GuardedRunTest {
  private static final String[] GUARD = {
    "guard.tripwire.metric", "learn/rate",
    "guard.tripwire.above", "0",
    "guard.tripwire.rounds", "2",
    "guard.tripwire.after", "5",
    "checkpoint.every", "3",
    "checkpoint.keep", "1"
  };

  @TempDir private Path directory;

  @Test
  void aRollBackEndsOnTheWeightsFromBeforeTheStreak() throws IOException {
    Path run = Runs.play(directory, "back", guard("roll-back"));
    Summary summary = Summary.read(run).orElseThrow();
    assertThat(summary.stopped()).isEqualTo("guard:tripwire");
    assertThat(summary.reason()).startsWith("learn/rate has been above 0 for 2 rounds");
    assertThat(summary.steps()).isEqualTo(7);
    assertThat(summary.after()).containsKey("eval/greedy");
    assertThat(Files.readString(run.resolve("checkpoints/000007/state.json")))
        .contains("\"policyVersion\" : 8");
    assertThat(Files.mismatch(weights(run, 7), weights(run, 3))).isEqualTo(-1);
  }

  @Test
  void aRollbackTargetIsThereThoughANewerCheckpointWasMadeRightBeforeTheStreak()
      throws IOException {
    String[] guard = guard("roll-back");
    guard[Arrays.asList(guard).indexOf("guard.tripwire.after") + 1] = "6";
    Path run = Runs.play(directory, "late", guard);
    assertThat(Summary.read(run).orElseThrow().steps()).isEqualTo(8);
    assertThat(Files.mismatch(weights(run, 8), weights(run, 3))).isEqualTo(-1);
  }

  @Test
  void itEndsTheSameWhenItDiesAtItsEnd() throws IOException {
    Path whole = Runs.play(directory, "back-whole", guard("roll-back"));
    Path run = Runs.play(directory, "back-again", guard("roll-back"));
    Files.delete(run.resolve("summary.json"));
    assertThat(Runs.resume(run))
        .containsExactly("going on from " + run.resolve("checkpoints/000007"));
    RunFiles.assertSame(run, whole);
  }

  @Test
  void itRollsBackToTheSamePlaceWhenItWasInterruptedOnItsWay() throws IOException {
    Path whole = Runs.play(directory, "straight", guard("roll-back"));
    Path run;
    try (Training training =
        Training.start(Runs.settings(directory, "detour", guard("roll-back")), event -> {})) {
      run = training.directory();
      Await.until(() -> rounds(run) >= 4);
      training.stop();
      Summary summary = training.end().join();
      assertThat(summary.stopped()).isEqualTo(Summary.INTERRUPTED);
      assertThat(summary.steps()).isBetween(4, 6);
    }
    Runs.resume(run);
    RunFiles.assertSame(run, whole);
  }

  @Test
  void aRaisedPullHoldsFromTheNextRoundOnAndSurvivesAResumption() throws IOException {
    Path whole = Runs.play(directory, "raised", guard("raise-kl"));
    assertThat(RunFiles.metrics(whole))
        .extracting(step -> step.path("learn/klCoefficient").asDouble())
        .containsExactly(.1, .1, .1, .1, .1, .1, .1, .2);
    assertThat(Summary.read(whole).orElseThrow().stopped()).isEqualTo(Summary.COMPLETED);
    Path run = Runs.play(directory, "raised-again", guard("raise-kl"));
    Files.delete(run.resolve("summary.json"));
    Path last = RunFiles.newestCheckpoint(run);
    assertThat(Files.readString(last.resolve("state.json"))).contains("\"klFactor\" : 2.0");
    Runs.resume(run);
    RunFiles.assertSame(run, whole);
  }

  @Test
  void ofARunThatAGuardEndedNothingIsTouchedUntilTheGuardOnlyWarns() throws IOException {
    Path run = Runs.play(directory, "ended", guard("stop"));
    assertThat(Runs.resume(run))
        .containsExactly(
            "the run "
                + run
                + " was ended by its guard tripwire after 7 rounds;"
                + " --set guard.tripwire.action=warn takes it further");
    Settings warned =
        Settings.load(
            Optional.of(run.resolve("run.conf")), Map.of("guard.tripwire.action", "warn"));
    Runs.resume(run, warned);
    RunFiles.assertLedgerComplete(run, 8, 4, 4);
    assertThat(Summary.read(run).orElseThrow().stopped()).isEqualTo(Summary.COMPLETED);
    Path unguarded = Runs.play(directory, "warned", guard("warn"));
    RunFiles.assertSame(run, unguarded);
  }

  private static String[] guard(String action) {
    return Stream.concat(Arrays.stream(GUARD), Stream.of("guard.tripwire.action", action))
        .toArray(String[]::new);
  }

  private static long rounds(Path run) {
    try (var files = Files.list(run.resolve("rollouts"))) {
      return files.filter(f -> f.toString().endsWith(".gz")).count();
    } catch (IOException e) {
      return 0;
    }
  }

  private static Path weights(Path run, int step) {
    return RunDirectory.checkpoints(run)
        .resolve(String.format("%06d", step))
        .resolve("model.safetensors");
  }
}
