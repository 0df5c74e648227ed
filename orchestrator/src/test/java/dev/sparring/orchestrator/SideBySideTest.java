package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that share nothing but the JVM. */
final class SideBySideTest {
  /** What a line has of a clock. */
  private static final String TIMES = "^\\S+ \\S+ |[0-9.]+ s\\b|time/\\w+ [0-9.]+";

  private static final String[] ADDITION = {
    "run.seed", "3", "policy.threads", "1", "run.steps", "6", "evaluation.every", "3"
  };

  private static final String[] SUBTRACTION = {
    "run.seed", "4",
    "task", "subtraction",
    "policy.threads", "3",
    "proposer.problems", "6",
    "solver.samples", "3",
    "evaluation.problems", "10"
  };

  @TempDir private static Path directory;

  @Test
  void twoRunsSideBySideAreTheRunsThatEachIsAlone() throws Exception {
    Path addition = Runs.play(directory, "addition-alone", ADDITION);
    Path subtraction = Runs.play(directory, "subtraction-alone", SUBTRACTION);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      CompletableFuture<Path> one =
          CompletableFuture.supplyAsync(() -> Runs.play(directory, "addition", ADDITION), threads);
      CompletableFuture<Path> other =
          CompletableFuture.supplyAsync(
              () -> Runs.play(directory, "subtraction", SUBTRACTION), threads);
      assertSame(one.join(), addition);
      assertSame(other.join(), subtraction);
    } finally {
      threads.shutdown();
    }
  }

  /** Started on one thread, the second while the first is played, and ended in the other order. */
  @Test
  void aRunThatBeginsAndEndsWhileAnotherIsPlayedChangesNothingOfIt() throws IOException {
    Path alone = Runs.play(directory, "long-alone", SUBTRACTION);
    try (Training outer =
        Training.start(Runs.settings(directory, "long", SUBTRACTION), event -> {})) {
      Runs.play(directory, "short", "run.steps", "1", "policy.threads", "1");
      Runs.play(directory, "short-too", "run.steps", "1", "policy.threads", "2");
      outer.end().join();
    }
    assertSame(directory.resolve("long"), alone);
  }

  private static void assertSame(Path run, Path alone) throws IOException {
    RunFiles.assertSame(run, alone);
    assertThat(logs(run)).isEqualTo(logs(alone));
    assertThat(logs(run).values()).anySatisfy(lines -> assertThat(lines).hasSizeGreaterThan(5));
  }

  /** Every actor's lines, without times and without the name of the run. */
  private static Map<String, List<String>> logs(Path run) throws IOException {
    Map<String, List<String>> logs = new TreeMap<>();
    try (var files = Files.list(run.resolve("logs"))) {
      for (Path file : files.toList()) {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
          lines.add(line.replaceAll(TIMES, "").replace(run.toString(), "RUN"));
        }
        logs.put(file.getFileName().toString(), lines);
      }
    }
    return logs;
  }
}
