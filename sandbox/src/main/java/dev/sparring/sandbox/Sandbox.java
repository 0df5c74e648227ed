package dev.sparring.sandbox;

import dev.sparring.sandbox.child.ChildException;
import dev.sparring.sandbox.child.ChildPool;
import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import dev.sparring.sandbox.child.RunRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs Python programs against tests in processes that have no files, network, processes, threads
 * or environment. Each test begins in the same state: nothing that a run does is seen by the next.
 * The same program on the same input gives the same outcome, on a loaded machine as well.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.open(SandboxSettings.of(SandboxBackend.AUTO))) {
 *   List<ProgramOutcome> outcomes =
 *       sandbox.run("print(sum(map(int, input().split())))", List.of(new ProgramTest("1 2", "3")));
 * }
 * }</pre>
 *
 * <p>It may be used by several threads; as many programs run at a time as there are children.
 */
public final class Sandbox implements AutoCloseable {
  private static final String CANNED =
      """
      from collections import Counter
      numbers = list(map(int, input().split()))
      table = sorted((-count, value) for value, count in Counter(numbers).items())
      total = 0
      for i, number in enumerate(numbers):
          total += number * i if number % 2 == 0 else -number
      print([value for _, value in table][:3], total)
      """;

  private static final ProgramTest CANNED_TEST = new ProgramTest("4 7 7 2 9 4", "[4, 7, 2] 3");

  /** Programs after which Java has compiled most of what a child of the backend wasm runs. */
  private static final int FRESH = 50;

  private final SandboxLimits limits;
  private final RunnerBackend runner;
  private final ChildPool children;
  private final int size;

  private Sandbox(RunnerBackend runner, SandboxSettings settings) {
    this.runner = runner;
    this.limits = settings.limits();
    this.size = settings.children();
    this.children =
        new ChildPool(
            runner.launcher(), settings.children(), settings.programsPerChild(), runner.start());
  }

  /**
   * Opens a sandbox and runs one program in it.
   *
   * @throws SandboxUnavailableException if the backend that is configured does not work here; it is
   *     never replaced by one that isolates less
   */
  public static Sandbox open(SandboxSettings settings)
      throws SandboxException, InterruptedException {
    return BackendChoice.open(settings);
  }

  static Sandbox open(RunnerBackend runner, SandboxSettings settings)
      throws SandboxException, InterruptedException {
    Sandbox sandbox = untried(runner, settings);
    try {
      ProgramOutcome outcome = sandbox.run(CANNED, List.of(CANNED_TEST)).get(0);
      if (!outcome.passed()) {
        throw new SandboxUnavailableException(
            "the sandbox backend "
                + runner.backend()
                + " does not run a simple program (it says: "
                + outcome.name()
                + "); run sparring sandbox check");
      }
      return sandbox;
    } catch (SandboxFailureException e) {
      sandbox.close();
      throw new SandboxUnavailableException(
          e.getMessage() + "; run sparring sandbox check to see what is wrong", e);
    } catch (SandboxException | InterruptedException | RuntimeException e) {
      sandbox.close();
      throw e;
    }
  }

  /** A sandbox in which nothing was run yet, for tests of what is around the interpreter. */
  static Sandbox untried(RunnerBackend runner, SandboxSettings settings) {
    return new Sandbox(runner, settings);
  }

  /** What runs the programs: {@link SandboxBackend#WASM} or {@link SandboxBackend#OS}. */
  public SandboxBackend backend() {
    return runner.backend();
  }

  /** What verdicts depend on besides the limits: a run should record it. */
  public String identity() {
    return runner.identity();
  }

  /**
   * Runs a program once for each test.
   *
   * @return the outcomes in the order of the tests
   * @throws SandboxFailureException if two children failed on it one after the other, for reasons
   *     that say nothing about the program
   */
  public List<ProgramOutcome> run(String program, List<ProgramTest> tests)
      throws SandboxException, InterruptedException {
    Optional<ProgramOutcome> refused = ProgramGate.refuse(program, limits);
    if (refused.isPresent()) {
      return tests.stream().map(test -> refused.get()).toList();
    }
    byte[] source = program.getBytes(StandardCharsets.UTF_8);
    List<ProgramOutcome> outcomes = new ArrayList<>();
    ChildException failure = null;
    int failedAt = -1;
    while (outcomes.size() < tests.size()) {
      try {
        children.use(child -> goOn(child, source, tests, outcomes));
      } catch (ChildException e) {
        if (failedAt == outcomes.size()) {
          e.addSuppressed(failure);
          throw new SandboxFailureException(e.getMessage() + " (the second child in a row)", e);
        }
        failure = e;
        failedAt = outcomes.size();
      }
    }
    return List.copyOf(outcomes);
  }

  /** Runs the tests that have no outcome yet, until one spoils the child. */
  private int goOn(
      ChildPool.Runs child, byte[] source, List<ProgramTest> tests, List<ProgramOutcome> outcomes)
      throws ChildException {
    boolean good = true;
    while (good && outcomes.size() < tests.size()) {
      ProgramTest test = tests.get(outcomes.size());
      String input = test.input().endsWith("\n") ? test.input() : test.input() + "\n";
      RunRequest request = RunRequest.of(source, input.getBytes(StandardCharsets.UTF_8), limits);
      RunReply reply = child.run(request, limits.wall());
      if (runner.confirms() && reply.ending() == Ending.OUT_OF_INSTRUCTIONS) {
        reply = child.run(request, limits.wall());
      }
      outcomes.add(Verdict.of(reply, test.expected()));
      good = !reply.ending().spoilsChild();
    }
    return outcomes.size();
  }

  /** Whether a child has not run enough programs yet to be as fast as it becomes. */
  public boolean fresh() {
    return children.fresh(FRESH);
  }

  /**
   * Runs a small program again and again on every child, so that the first programs that count do
   * not wait for compilation. Meant for times in which the machine waits for something else.
   *
   * @param time for how long
   */
  public void warm(Duration time) throws SandboxException, InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    do {
      for (int i = 0; i < size; i++) {
        run(CANNED, List.of(CANNED_TEST));
      }
    } while (System.nanoTime() - end < 0);
  }

  /** Ends all children. */
  @Override
  public void close() {
    children.close();
  }
}
