package dev.sparring.cli.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.policy.worker.ExchangeDirectory;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills, stops and cuts off processes of a run at random moments, and in moments that are chosen;
 * every run ends with the files of one that was not disturbed. {@code ./mvnw verify -Pchaos};
 * {@code -Dchaos.faults=100} for more faults.
 */
@Tag("chaos")
final class ChaosIT {
  private static final int FAULTS = Integer.getInteger("chaos.faults", 30);
  private static final long SEED = Long.getLong("chaos.seed", 24);

  /** One fault is recovered from in some 15 s; the next one may come before that. */
  private static final double LONGEST_SECONDS = 60;

  private static final int STEPS = 60;
  private static final List<String> WORKERS = List.of("a", "b");

  private enum Fault {
    KILL_WORKER,
    KILL_LEARNER,
    KILL_TRAINER,
    STOP_WORKER,
    STOP_LEARNER,
    CUT_WORKER
  }

  private enum Moment {
    ANY,
    CHECKPOINT,
    LEARNING,
    TRANSFER
  }

  private record Happened(Fault fault, Moment moment, double seconds) {}

  /** Kept, so that one can look at what a run has left. */
  private final Path directory = Path.of("target", "chaos").toAbsolutePath();

  private final Random random = new Random(SEED);
  private final List<Happened> table = new ArrayList<>();

  @Test
  void everyRunEndsWithTheFilesOfOneThatWasNotDisturbed() throws IOException {
    new ExchangeDirectory(directory).remove();
    Files.createDirectories(directory);
    Map<String, Path> alone = new TreeMap<>();
    for (int n = 0; table.size() < FAULTS; n++) {
      String adapter = n % 2 == 0 ? "shared" : "none";
      Map<String, String> settings =
          RunFiles.tiny(
              directory,
              "run.steps",
              Integer.toString(STEPS),
              "policy.threads",
              "1",
              "policy.decode.slots",
              "4",
              "policy.adapter.use",
              adapter,
              "policy.adapter.rank",
              "4",
              "learn.shards",
              "4",
              "evaluation.every",
              "20",
              "checkpoint.every",
              "5",
              "workers.heartbeat-pause",
              "3",
              "workers.deadline.least",
              "5",
              "workers.deadline.first",
              "20");
      if (!alone.containsKey(adapter)) {
        Path run = directory.resolve("alone-" + adapter);
        TrainingProcess process = TrainingProcess.startOrResume(run, settings);
        assertThat(process.end()).as(process::output).isZero();
        alone.put(adapter, run);
      }
      settings.put("workers.local", "false");
      try (Hosts hosts = new Hosts(directory, "disturbed-" + n, settings)) {
        disturb(hosts);
        RunFiles.assertSame(hosts.run(), alone.get(adapter));
        RunFiles.assertLedgerComplete(hosts.run(), STEPS, 4, 4);
      }
    }
    print();
    assertThat(table).allMatch(happened -> happened.seconds() < LONGEST_SECONDS);
  }

  private void disturb(Hosts hosts) throws IOException {
    hosts.startTrainer();
    WORKERS.forEach(hosts::startWorkerBehindProxy);
    hosts.await("the first rounds", () -> hosts.rounds() >= 2);
    while (table.size() < FAULTS && hosts.trainer().lives(random.nextInt(1_500))) {
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      Moment moment = Moment.values()[random.nextInt(Moment.values().length)];
      hosts.await("a moment for " + fault, () -> isNow(moment, hosts) || !hosts.trainer().lives(0));
      if (!hosts.trainer().lives(0)) {
        break;
      }
      long rounds = hosts.rounds();
      long start = System.nanoTime();
      Runnable repair = apply(fault, hosts);
      hosts.await(
          "recovery from " + fault + " in " + moment,
          () -> hosts.rounds() > rounds || !hosts.trainer().lives(0));
      table.add(new Happened(fault, moment, (System.nanoTime() - start) / 1e9));
      repair.run();
    }
    assertThat(hosts.end()).as(hosts.trainer()::output).isZero();
  }

  /** Does it; gives what sets things right after the run has recovered. */
  private Runnable apply(Fault fault, Hosts hosts) throws IOException {
    String learner = hosts.learner().orElse(WORKERS.get(0));
    String other = WORKERS.stream().filter(name -> !name.equals(learner)).findFirst().orElseThrow();
    switch (fault) {
      case KILL_TRAINER -> {
        hosts.trainer().kill();
        hosts.startTrainer();
        return () -> {};
      }
      case KILL_WORKER, KILL_LEARNER -> {
        String name = fault == Fault.KILL_LEARNER ? learner : other;
        hosts.worker(name).kill();
        hosts.startWorkerBehindProxy(name);
        return () -> {};
      }
      case STOP_WORKER, STOP_LEARNER -> {
        TrainingProcess worker = hosts.worker(fault == Fault.STOP_LEARNER ? learner : other);
        worker.signal("STOP");
        return () -> signal(worker, "CONT");
      }
      default -> {
        hosts.proxy(other).cut(true);
        return () -> hosts.proxy(other).cut(false);
      }
    }
  }

  private static void signal(TrainingProcess process, String name) {
    try {
      process.signal(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isNow(Moment moment, Hosts hosts) {
    return switch (moment) {
      case ANY -> true;
      case CHECKPOINT -> has(hosts.run().resolve("checkpoints"), 1, "\\.\\d+\\.tmp");
      case LEARNING -> has(hosts.run().resolve("exchange"), 1, ".*learn.*\\.safetensors");
      case TRANSFER -> has(hosts.run().resolve("exchange"), 3, "\\..+\\.[0-9a-f]{32}");
    };
  }

  /** Whether something in a folder has such a name now. */
  private static boolean has(Path folder, int depth, String name) {
    try (var files = Files.walk(folder, depth)) {
      return files.anyMatch(file -> file.getFileName().toString().matches(name));
    } catch (IOException | UncheckedIOException e) {
      return false;
    }
  }

  private void print() {
    Map<String, List<Double>> seconds = new TreeMap<>();
    for (Happened happened : table) {
      String name = happened.fault() + " | " + happened.moment();
      seconds.computeIfAbsent(name, key -> new ArrayList<>()).add(happened.seconds());
    }
    System.out.println("fault | moment | times | median s | longest s");
    seconds.forEach(
        (name, all) -> {
          all.sort(Double::compare);
          System.out.println(
              String.format(
                  Locale.ROOT,
                  "%s | %d | %.1f | %.1f",
                  name,
                  all.size(),
                  all.get(all.size() / 2),
                  all.get(all.size() - 1)));
        });
  }
}
