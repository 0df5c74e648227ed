package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunRequests;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers in processes of their own: a run's files are those of a run in one process. */
@DisabledOnOs(OS.WINDOWS)
final class ManyHostsIT {
  @TempDir private Path directory;

  private Map<String, String> settings(String adapter, int shards, String... more) {
    Map<String, String> settings =
        RunFiles.tiny(
            directory,
            "policy.threads",
            "1",
            "policy.decode.slots",
            "4",
            "policy.adapter.use",
            adapter,
            "policy.adapter.rank",
            "4",
            "learn.shards",
            Integer.toString(shards),
            "evaluation.every",
            "4",
            "workers.heartbeat-pause",
            "3");
    for (int i = 0; i < more.length; i += 2) {
      settings.put(more[i], more[i + 1]);
    }
    return settings;
  }

  private Path alone(Map<String, String> settings) {
    Path run = directory.resolve("alone");
    TrainingProcess process = TrainingProcess.startOrResume(run, settings);
    assertThat(process.end()).as(process::output).isZero();
    return run;
  }

  @ParameterizedTest
  @CsvSource({"shared, 4", "none, 1"})
  void threeProcessesLeaveTheFilesOfOne(String adapter, int shards) throws IOException {
    Map<String, String> settings = settings(adapter, shards);
    Path alone = alone(settings);
    try (Hosts hosts = new Hosts(directory, "many", settings)) {
      hosts.startTrainer("--set", "workers.local=false", "--min-workers", "2");
      hosts.startWorker("left");
      hosts.startWorker("right");
      assertThat(hosts.end()).as(hosts.trainer()::output).isZero();
      assertThat(hosts.worker("left").end()).as(hosts.worker("left")::output).isZero();
      assertThat(hosts.worker("right").end()).as(hosts.worker("right")::output).isZero();
      RunFiles.assertSame(hosts.run(), alone);
      RunFiles.assertLedgerComplete(hosts.run(), 8, 4, 4);
    }
  }

  @Test
  void workersComeAndLeaveWhileTheRunGoesOn() throws IOException {
    Map<String, String> settings = settings("shared", 4, "run.steps", "30", "solver.samples", "8");
    Path alone = alone(settings);
    try (Hosts hosts = new Hosts(directory, "many", settings)) {
      hosts.startTrainer("--min-workers", "2");
      hosts.startWorker("early");
      hosts.startWorker("late");
      hosts.await("both have joined", () -> joined(hosts, "early") && joined(hosts, "late"));
      refuseAnotherModel(hosts);
      hosts.await("a round", () -> hosts.rounds() > 0);
      RunRequests.drain(hosts.run(), "early");
      assertThat(hosts.worker("early").end()).as(hosts.worker("early")::output).isZero();
      assertThat(hosts.worker("early").output()).contains("it was drained");
      assertThat(hosts.end()).as(hosts.trainer()::output).isZero();
      RunFiles.assertSame(hosts.run(), alone);
    }
  }

  /** The run goes on meanwhile. */
  private void refuseAnotherModel(Hosts hosts) throws IOException {
    Path other = Files.createDirectories(directory.resolve("other-model"));
    for (String name :
        List.of(
            "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json")) {
      Files.copy(RunFiles.HOME.resolve("models/bundled").resolve(name), other.resolve(name));
    }
    Path weights = other.resolve("model.safetensors");
    Files.copy(RunFiles.HOME.resolve("models/bundled/model.safetensors"), weights);
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);
    hosts.startWorker("stranger", "--model", other.toString());
    TrainingProcess stranger = hosts.worker("stranger");
    assertThat(stranger.end()).as(stranger::output).isEqualTo(2);
    String why =
        "the model " + other + " is not the trainer's; files that differ: model.safetensors";
    assertThat(stranger.output().lines()).containsOnlyOnce("sparring: " + why);
    hosts.await(
        "the trainer says so",
        () ->
            hosts
                .trainer()
                .output()
                .lines()
                .anyMatch(l -> l.contains("worker stranger of") && l.endsWith(why)));
  }

  private static boolean joined(Hosts hosts, String worker) {
    return hosts.status().stream()
        .flatMap(status -> status.pool().workers().stream())
        .anyMatch(w -> w.name().equals(worker));
  }

  @Test
  void theLearnerDiesAndAnotherWorkerGoesOnFromTheCheckpoint() throws IOException {
    Map<String, String> settings = settings("none", 2, "run.steps", "20");
    Path alone = alone(settings);
    try (Hosts hosts = new Hosts(directory, "many", settings)) {
      hosts.startTrainer("--set", "workers.local=false", "--min-workers", "2");
      hosts.startWorker("left");
      hosts.startWorker("right");
      hosts.await("five rounds", () -> hosts.rounds() >= 5);
      hosts.worker(hosts.learner().orElseThrow()).kill();
      assertThat(hosts.end()).as(hosts.trainer()::output).isZero();
      assertThat(hosts.trainer().output()).contains("is lost; going on from the checkpoint");
      RunFiles.assertSame(hosts.run(), alone);
    }
  }
}
