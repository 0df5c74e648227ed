package dev.sparring.code;

import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.sandbox.ProgramOutcome;
import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxException;
import dev.sparring.sandbox.SandboxLimits;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.TestsGate;
import dev.sparring.sandbox.problems.EvaluationProblems;
import dev.sparring.sandbox.problems.ProgramProblem;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Long runs of the task's parsers with a real sandbox, started by the scripts in it/sandbox: {@code
 * WORK BACKEND NUMBER [FILE]}.
 */
final class Workload {
  private static final PrintStream OUT = System.out;
  private static final Task TASK = new CodeTask();

  /** Limits that end programs soon: most of the mutated ones are about their ends. */
  static final SandboxLimits SHORT =
      new SandboxLimits(
          1_000_000, Duration.ofMillis(200), 96, 4096, 65_536, Duration.ofSeconds(120));

  private Workload() {}

  public static void main(String[] arguments) throws Exception {
    SandboxSettings settings = SandboxSettings.of(SandboxBackend.named(arguments[1]));
    int number = Integer.parseInt(arguments[2]);
    switch (arguments[0]) {
      case "fuzz" -> {
        long start = System.nanoTime();
        try (Sandbox sandbox = Sandbox.open(settings.with(SHORT))) {
          say("%d outputs: %s; %.0f s", number, fuzz(sandbox, number, 27), since(start));
        }
      }
      case "mutants" -> mutants(settings, number, Path.of(arguments[3]));
      default -> throw new IllegalArgumentException("there is no work " + arguments[0]);
    }
  }

  /**
   * Random and changed outputs of both roles through parsers, gate and sandbox.
   *
   * @return how many ended in what; every one has its reason or its outcome
   */
  static Map<String, Integer> fuzz(Sandbox sandbox, int count, long seed) throws Exception {
    CompletionMutator mutator = new CompletionMutator(new Random(seed));
    Map<String, Integer> outcomes = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String how =
          i % 2 == 0 ? proposed(mutator.proposal()) : solved(sandbox, mutator.completion());
      outcomes.merge(how, 1, Integer::sum);
      if (i % 10_000 == 9999) {
        say("%d: %s", i + 1, outcomes);
      }
    }
    return outcomes;
  }

  private static String proposed(String completion) {
    if (TASK.parseProblem(completion) instanceof Parsed.Malformed<Task.Statement> malformed) {
      return "malformed problem: " + malformed.reason();
    }
    CodeProblem problem =
        CodeProblem.of(
            ((Parsed.Read<Task.Statement>) TASK.parseProblem(completion)).value().text());
    Optional<String> refused = TestsGate.refuse(problem.tests());
    return refused.map(why -> "refused: " + why.replaceAll(":.*", "")).orElse("asked");
  }

  private static String solved(Sandbox sandbox, String completion) throws Exception {
    if (TASK.parseAnswer(completion) instanceof Parsed.Malformed<String> malformed) {
      return "malformed answer: " + malformed.reason();
    }
    String program = ((Parsed.Read<String>) TASK.parseAnswer(completion)).value();
    try {
      return sandbox.run(program, List.of(new ProgramTest("3 1 2", "6"))).get(0).name();
    } catch (SandboxException e) {
      throw new IllegalStateException("a sandbox failed on: " + program, e);
    }
  }

  /** Changed reference programs and which tests they pass, for check-mutants to compare. */
  private static void mutants(SandboxSettings settings, int count, Path to) throws Exception {
    CompletionMutator mutator = new CompletionMutator(new Random(28));
    StringBuilder text = new StringBuilder();
    try (Sandbox sandbox = Sandbox.open(settings)) {
      List<ProgramProblem> problems = EvaluationProblems.load();
      for (int i = 0; i < count; i++) {
        ProgramProblem problem = problems.get(i % problems.size());
        String program = mutator.changed(problem.program());
        StringBuilder passed = new StringBuilder();
        for (ProgramOutcome outcome : sandbox.run(program, problem.tests())) {
          passed.append(outcome.passed() ? '1' : '0');
        }
        text.append("=== ").append(problem.id()).append(' ').append(passed).append('\n');
        text.append(program);
      }
    }
    Files.writeString(to, text);
  }

  private static double since(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  private static void say(String format, Object... values) {
    OUT.println(String.format(Locale.ROOT, format, values));
  }
}
