package dev.sparring.sandbox;

import dev.sparring.sandbox.problems.EvaluationProblems;
import dev.sparring.sandbox.problems.ProgramProblem;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Long runs on a real backend, started by the scripts in it/sandbox: {@code WORK BACKEND NUMBER}.
 */
final class Workload {
  private static final PrintStream OUT = System.out;

  private Workload() {}

  public static void main(String[] arguments) throws Exception {
    SandboxSettings settings = SandboxSettings.of(SandboxBackend.named(arguments[1]));
    int number = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "throughput" -> throughput(settings, number);
      case "reference" -> reference(settings, number);
      default -> throw new IllegalArgumentException("there is no work " + arguments[0]);
    }
  }

  /** Programs a second, five tests each, for so many seconds, with one child and with two. */
  private static void throughput(SandboxSettings settings, int seconds) throws Exception {
    List<ProgramProblem> problems = EvaluationProblems.load();
    for (int children = 1; children <= 2; children++) {
      long opening = System.nanoTime();
      try (Sandbox sandbox = Sandbox.open(settings.withChildren(children))) {
        say("%s, %d children: open in %.2f s", sandbox.backend(), children, since(opening));
        for (int round = 0; round < 4; round++) {
          long start = System.nanoTime();
          double cpu = processorSeconds();
          int done = both(sandbox, children, problems, start + seconds * 1_000_000_000L);
          say(
              "  %.1f programs a second, %.1f ms of CPU in children for one",
              done / since(start), 1000 * (processorSeconds() - cpu) / done);
        }
        memory();
      }
    }
  }

  private static int both(Sandbox sandbox, int threads, List<ProgramProblem> problems, long end)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<Integer>> parts = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int offset = i * 17;
        parts.add(
            pool.submit(
                () -> {
                  int done = 0;
                  while (System.nanoTime() < end) {
                    ProgramProblem next = problems.get((offset + done++) % problems.size());
                    sandbox.run(next.program(), next.tests().subList(0, 5));
                  }
                  return done;
                }));
      }
      int sum = 0;
      for (Future<Integer> part : parts) {
        sum += part.get();
      }
      return sum;
    } finally {
      pool.shutdown();
    }
  }

  /** CPU time of all child processes and of those that they have waited for, from /proc (Linux). */
  private static double processorSeconds() throws IOException {
    long ticks = 0;
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
      if (Files.exists(stat)) {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
        for (int i = 11; i <= 14; i++) {
          ticks += Long.parseLong(fields[i]);
        }
      }
    }
    return ticks / 100.0;
  }

  /** Resident memory of the child processes, from /proc. */
  private static void memory() throws IOException {
    for (ProcessHandle child : ProcessHandle.current().descendants().toList()) {
      Path status = Path.of("/proc", Long.toString(child.pid()), "status");
      if (Files.exists(status)) {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmRSS")) {
            say("  child %d: %s", child.pid(), line);
          }
        }
      }
    }
  }

  /** Every reference program on its tests, so many times. All have to pass. */
  private static void reference(SandboxSettings settings, int times) throws Exception {
    long start = System.nanoTime();
    int failures = 0;
    try (Sandbox sandbox = Sandbox.open(settings)) {
      for (int i = 0; i < times; i++) {
        for (ProgramProblem problem : EvaluationProblems.load()) {
          List<ProgramOutcome> outcomes = sandbox.run(problem.program(), problem.tests());
          if (!ProgramScore.of(outcomes).all()) {
            say("%s: %s", problem.id(), outcomes);
            failures++;
          }
        }
      }
    }
    say("%d times %d programs: %d failed; %.0f s", times, 240, failures, since(start));
    System.exit(failures == 0 ? 0 : 1);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void say(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
