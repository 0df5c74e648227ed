package dev.sparring.cli;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How a run stands, as far as its folder tells.
 *
 * @param step rounds that are finished
 * @param steps rounds that it is to have; 0 when its configuration can't be read
 * @param state in words
 * @param before greedy accuracy of the base; NaN while it has not been measured
 * @param after greedy accuracy at the end; NaN while it has not been measured
 * @param problem one line on what can't be read
 */
record RunStatus(
    Path path,
    String task,
    String model,
    int step,
    int steps,
    String state,
    double before,
    double after,
    Optional<String> problem) {
  private static final String GREEDY = "eval/greedy";
  private static final String GUARD = "guard:";

  /** The runs in a folder, in the order in which they were begun. */
  static List<RunStatus> all(Path runs) {
    return RunResolver.names(runs).stream()
        .map(runs::resolve)
        .sorted(Comparator.comparing(RunStatus::begun).thenComparing(Path::toString))
        .map(RunStatus::of)
        .toList();
  }

  private static long begun(Path run) {
    try {
      Path first = run.resolve("base.sha256"); // run.conf is written again on a resumption
      return Files.getLastModifiedTime(Files.exists(first) ? first : run.resolve("run.conf"))
          .toMillis();
    } catch (IOException e) {
      return 0;
    }
  }

  static RunStatus of(Path run) {
    try {
      Settings settings = RunDirectory.settings(run);
      Optional<Summary> summary = Summary.read(run);
      List<Map<String, Double>> metrics = MetricsLog.read(RunDirectory.metrics(run));
      int finished = metrics.isEmpty() ? 0 : metrics.get(metrics.size() - 1).get("step").intValue();
      return new RunStatus(
          run,
          settings.task(),
          settings.policy().model(),
          summary.map(Summary::steps).orElse(finished),
          settings.run().steps(),
          summary.map(s -> words(s.stopped())).orElseGet(() -> running(run) ? "running" : "killed"),
          summary.map(s -> s.before().getOrDefault(GREEDY, Double.NaN)).orElseGet(() -> base(run)),
          summary.map(s -> s.after().getOrDefault(GREEDY, Double.NaN)).orElse(Double.NaN),
          Optional.empty());
    } catch (IOException | ConfigurationException | RunException | CheckpointException e) {
      String line = run + " can't be read: " + e.getMessage().lines().findFirst().orElse("");
      return new RunStatus(
          run, "", "", 0, 0, "unreadable", Double.NaN, Double.NaN, Optional.of(line));
    }
  }

  private static String words(String stopped) {
    return stopped.startsWith(GUARD)
        ? "stopped by guard " + stopped.substring(GUARD.length())
        : stopped;
  }

  /** Whether another process trains it, which holds its lock for as long. */
  private static boolean running(Path run) {
    try (FileChannel lock = FileChannel.open(run.resolve("lock"), StandardOpenOption.READ)) {
      return lock.tryLock(0, Long.MAX_VALUE, true) == null;
    } catch (OverlappingFileLockException e) {
      return true; // by this process
    } catch (IOException e) {
      return false;
    }
  }

  /** Accuracy of the base as checkpoints have it; their sums are not looked at. */
  private static double base(Path run) {
    List<Integer> steps = new Checkpoints(RunDirectory.checkpoints(run)).steps();
    if (steps.isEmpty()) {
      return Double.NaN;
    }
    String newest = String.format(Locale.ROOT, "%06d", steps.get(steps.size() - 1));
    Path state = RunDirectory.checkpoints(run).resolve(newest).resolve("state.json");
    return Files.isRegularFile(state)
        ? Json.read(state).path("before").path(GREEDY).asDouble(Double.NaN)
        : Double.NaN;
  }

  /** For JSON. */
  Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("run", path.toString());
    fields.put("task", task);
    fields.put("model", model);
    fields.put("step", step);
    fields.put("steps", steps);
    fields.put("state", state);
    fields.put("before", before);
    fields.put("after", after);
    return fields;
  }
}
