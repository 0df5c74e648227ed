package dev.sparring.code;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.check.CheckerUnavailableException;
import dev.sparring.core.config.SandboxOptions;
import dev.sparring.core.config.Settings;
import dev.sparring.core.gate.AdmissionGate;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import dev.sparring.sandbox.ProgramBlock;
import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxException;
import dev.sparring.sandbox.SandboxLimits;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.problems.EvaluationProblems;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Programs, after the coding task of SQLM (arXiv 2508.03682): the proposer writes a problem and
 * five tests, the solver a Python program, and running it on the tests decides. Measured are 240
 * frozen problems about lists.
 */
public final class CodeTask implements CheckedTask {
  private static final String FORMAT = "program";
  private static final List<String> EITHER = List.of("true", "false");
  private static final TaskOption SEEDED = new TaskOption("seeded", EITHER, "true");
  private static final TaskOption EXAMPLE = new TaskOption("example", EITHER, "true");
  private static final TaskOption LEAST_TESTS =
      new TaskOption("least-tests", List.of("2", "3", "4", "5"), "5");

  private final CodeTopic topic;
  private final int leastTests;

  /** As it is when nothing is said. */
  public CodeTask() {
    this(new CodeTopic(true, true), Integer.parseInt(LEAST_TESTS.otherwise()));
  }

  private CodeTask(CodeTopic topic, int leastTests) {
    this.topic = topic;
    this.leastTests = leastTests;
  }

  @Override
  public String name() {
    return "code";
  }

  @Override
  public String description() {
    return "Python programs, judged by tests that the proposer writes";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(SEEDED, EXAMPLE, LEAST_TESTS);
  }

  @Override
  public Task with(Map<String, String> options) {
    return new CodeTask(
        new CodeTopic(
            Boolean.parseBoolean(options.get(SEEDED.name())),
            Boolean.parseBoolean(options.get(EXAMPLE.name()))),
        Integer.parseInt(options.get(LEAST_TESTS.name())));
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return topic.prompt(random);
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return CodeProblemParser.read(completion, leastTests).map(CodeProblem::asStatement);
  }

  /** The statement without the tests. It comes last: prompts that begin alike share their work. */
  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(
        ChatMessage.user(
            "Write a Python program that solves the problem below. It reads one line of integers,"
                + " separated by spaces, from standard input, and prints its result: an integer, or"
                + " a list with commas in square brackets, as Python prints it. Print nothing else."
                + " End with the whole program in one block between ```python and ```.\n\n"
                + CodeProblem.of(problem).statement()));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return ProgramBlock.find(completion)
        .<Parsed<String>>map(Parsed::of)
        .orElse(Parsed.malformed("no closed block of Python at the end"));
  }

  @Override
  public String format(String completion) {
    return parseAnswer(completion) instanceof Parsed.Read<String> ? FORMAT : Attempt.MALFORMED;
  }

  @Override
  public List<String> formats() {
    return List.of(FORMAT, Attempt.MALFORMED);
  }

  @Override
  public List<String> heldOut() {
    return EvaluationProblems.load().stream()
        .map(problem -> new CodeProblem(problem.statement(), problem.tests()).text())
        .toList();
  }

  /** With the problems that prompts show as examples. */
  @Override
  public List<String> excluded() {
    return Stream.concat(heldOut().stream(), CodeTopic.examples().stream()).toList();
  }

  @Override
  public List<AdmissionGate> gates() {
    return List.of(new TestsAdmissionGate());
  }

  @Override
  public AnswerChecker checker(Settings settings) {
    SandboxOptions options = settings.sandbox();
    try {
      return new ProgramChecker(
          Sandbox.open(sandbox(options)), options.children(), seconds(options.warmSeconds()));
    } catch (SandboxException e) {
      throw new CheckerUnavailableException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CheckerUnavailableException("interrupted while the sandbox was opened", e);
    }
  }

  /** What the configuration says, as the sandbox takes it. */
  static SandboxSettings sandbox(SandboxOptions options) {
    SandboxLimits limits =
        new SandboxLimits(
            options.instructions(),
            seconds(options.cpuSeconds()),
            options.memory(),
            options.output(),
            options.program(),
            seconds(options.wallSeconds()));
    return new SandboxSettings(
        SandboxBackend.named(options.backend()),
        limits,
        options.children(),
        options.programsPerChild(),
        SandboxSettings.defaultHome());
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }
}
