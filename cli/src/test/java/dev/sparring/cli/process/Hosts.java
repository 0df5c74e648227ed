package dev.sparring.cli.process;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.StatusFile;
import dev.sparring.policy.worker.PoolStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** A trainer and workers, each in a process of its own on this machine, as if on several hosts. */
final class Hosts implements AutoCloseable {
  private static final long PATIENCE_NANOS = 120_000_000_000L;

  private final Path directory;
  private final Path run;
  private final Map<String, String> settings;
  private final int port;
  private final Map<String, TrainingProcess> workers = new TreeMap<>();
  private final List<TrainingProcess> all = new ArrayList<>();
  private final Map<String, CutProxy> proxies = new TreeMap<>();
  private TrainingProcess trainer;
  private int started;

  Hosts(Path directory, String name, Map<String, String> settings) {
    this.directory = directory;
    this.run = directory.resolve(name);
    this.settings = settings;
    this.port = freePort();
  }

  /** A port that is free, and the next one as well. */
  private static int freePort() {
    while (true) {
      try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket two =
              new ServerSocket(one.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
        return two.getLocalPort() - 1;
      } catch (IOException e) {
        continue; // the next one is taken
      }
    }
  }

  Path run() {
    return run;
  }

  /** Starts the trainer, or starts it again. */
  TrainingProcess startTrainer(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--name",
                run.getFileName().toString(),
                "--resume-or-start",
                "--listen",
                "127.0.0.1:" + port));
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    arguments.addAll(List.of(more));
    trainer = start("trainer", arguments);
    return trainer;
  }

  TrainingProcess trainer() {
    return trainer;
  }

  /** Starts a worker, or starts it again. */
  void startWorker(String name, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("worker", "--join", "127.0.0.1:" + port, "--name", name, "--rejoin-for", "2m"));
    arguments.addAll(List.of(more));
    workers.put(name, start(name, arguments));
  }

  /** Starts a worker whose connection to it can be cut. */
  void startWorkerBehindProxy(String name) {
    int own = freePort();
    CutProxy proxy = new CutProxy(own);
    Optional.ofNullable(proxies.put(name, proxy)).ifPresent(CutProxy::close);
    startWorker(
        name, "--port", Integer.toString(own), "--advertise-port", Integer.toString(proxy.port()));
  }

  CutProxy proxy(String name) {
    return proxies.get(name);
  }

  TrainingProcess worker(String name) {
    return workers.get(name);
  }

  private TrainingProcess start(String name, List<String> arguments) {
    TrainingProcess process =
        TrainingProcess.start(
            directory.resolve(name + "-" + ++started + ".out"), Map.of(), arguments);
    all.add(process);
    return process;
  }

  /** What the trainer has written last; empty before it has written something. */
  Optional<StatusFile> status() {
    try {
      return StatusFile.read(run);
    } catch (RunException e) {
      return Optional.empty();
    }
  }

  /** The name of the worker that holds the optimizer's state, as far as that is known. */
  Optional<String> learner() {
    return status().stream()
        .flatMap(status -> status.pool().workers().stream())
        .filter(PoolStatus.Worker::learner)
        .map(PoolStatus.Worker::name)
        .findFirst();
  }

  /** Rounds that have metrics. */
  long rounds() {
    try (var lines = Files.lines(run.resolve("metrics.jsonl"))) {
      return lines.count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** Waits until something is so, however often processes die meanwhile. */
  void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        StringBuilder said = new StringBuilder("it never happened: " + what);
        for (TrainingProcess process : all) {
          said.append("\n---\n").append(process.output());
        }
        throw new AssertionError(said);
      }
      try {
        Thread.sleep(2);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** Waits until the trainer ends; gives its exit code. */
  int end() {
    await("the run ends", () -> !trainer.lives(0));
    return trainer.end();
  }

  @Override
  public void close() {
    all.forEach(TrainingProcess::kill);
    proxies.values().forEach(CutProxy::close);
  }
}
