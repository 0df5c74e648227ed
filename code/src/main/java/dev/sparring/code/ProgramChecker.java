package dev.sparring.code;

import dev.sparring.core.Attempt;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.vote.VoteRule;
import dev.sparring.sandbox.ProgramOutcome;
import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs the programs of a problem's answers on its tests in a sandbox, as many at a time as there
 * are children. Equal programs are run once. A failure of the sandbox, which has tried again on
 * another child by then, leaves the answer without a verdict.
 */
final class ProgramChecker implements AnswerChecker {
  private static final int LONGEST_OUTPUT = 300;

  /** Two votes for the same outputs say nothing about right or wrong: there is never a label. */
  private static final VoteRule NO_LABEL = new VoteRule(Integer.MAX_VALUE, 1, 0, 0);

  private final Sandbox sandbox;
  private final int children;
  private final Duration warm;
  private final ExecutorService threads;
  private final AtomicBoolean warming = new AtomicBoolean();

  /**
   * A checker.
   *
   * @param sandbox closed with the checker
   * @param children of the sandbox
   * @param warm how long new children are warmed, where that makes them faster
   */
  ProgramChecker(Sandbox sandbox, int children, Duration warm) {
    this.sandbox = sandbox;
    this.children = children;
    this.warm = warm;
    this.threads = Executors.newFixedThreadPool(children, task -> daemon(task, "program-checker"));
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  /** What came of one program. */
  private record Ran(Mark mark, Optional<String> behaviour) {
    static final Ran NOTHING = new Ran(Mark.Judged.NO_ANSWER, Optional.empty());
  }

  @Override
  public CompletionStage<Judgement> check(Problem problem, List<Attempt> attempts) {
    List<ProgramTest> tests = CodeProblem.of(problem.text()).tests();
    Map<String, CompletableFuture<Ran>> programs = new HashMap<>();
    List<CompletableFuture<Ran>> ran = new ArrayList<>();
    for (Attempt attempt : attempts) {
      ran.add(
          attempt
              .answer()
              .map(
                  program ->
                      programs.computeIfAbsent(
                          program,
                          p -> CompletableFuture.supplyAsync(() -> run(p, tests), threads)))
              .orElse(CompletableFuture.completedFuture(Ran.NOTHING)));
    }
    return CompletableFuture.allOf(ran.toArray(CompletableFuture[]::new))
        .thenApply(
            done ->
                judgement(problem, attempts, ran.stream().map(CompletableFuture::join).toList()));
  }

  private static Judgement judgement(Problem problem, List<Attempt> attempts, List<Ran> ran) {
    Map<String, Mark> marks = new LinkedHashMap<>();
    List<Optional<String>> behaviours = new ArrayList<>();
    for (int i = 0; i < attempts.size(); i++) {
      marks.put(attempts.get(i).id(), ran.get(i).mark());
      if (ran.get(i).mark() instanceof Mark.Judged) {
        behaviours.add(ran.get(i).behaviour());
      }
    }
    return new Judgement(NO_LABEL.decide(problem.id(), behaviours), marks);
  }

  private Ran run(String program, List<ProgramTest> tests) {
    try {
      List<Mark.TestResult> results =
          sandbox.run(program, tests).stream().map(ProgramChecker::result).toList();
      return new Ran(Mark.Judged.of(results), Optional.of(results.toString()));
    } catch (SandboxException e) {
      return unjudged(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unjudged("the checker is closed");
    }
  }

  private static Ran unjudged(String why) {
    return new Ran(new Mark.Unjudged(new DropReason.Lost(why)), Optional.empty());
  }

  private static Mark.TestResult result(ProgramOutcome outcome) {
    String actual =
        outcome instanceof ProgramOutcome.Error error
            ? error.message()
            : outcome instanceof ProgramOutcome.Refused refused
                ? refused.reason()
                : outcome.output().stripTrailing();
    return new Mark.TestResult(outcome.name(), outcome.passed(), kept(actual));
  }

  /**
   * What rollouts keep of an output. Addresses, which Python shows of objects that have no other
   * form, differ from process to process and say nothing.
   */
  private static String kept(String output) {
    String start =
        output.length() > 2 * LONGEST_OUTPUT ? output.substring(0, 2 * LONGEST_OUTPUT) : output;
    String steady = start.replaceAll("\\b0x[0-9a-f]{6,16}\\b", "0x…");
    return steady.codePointCount(0, steady.length()) > LONGEST_OUTPUT
        ? steady.substring(0, steady.offsetByCodePoints(0, LONGEST_OUTPUT)) + "…"
        : steady;
  }

  /** Twice as many as run at a time, so that no child waits for the next problem. */
  @Override
  public int inFlight() {
    return 2 * children;
  }

  @Override
  public String identity() {
    return sandbox.identity();
  }

  /** Warms children that are new, in the backend in which Java compiles the interpreter first. */
  @Override
  public void prepare() {
    if (sandbox.backend() == SandboxBackend.WASM
        && !warm.isZero()
        && sandbox.fresh()
        && warming.compareAndSet(false, true)) {
      daemon(this::warm, "sandbox-warming").start();
    }
  }

  private void warm() {
    try {
      sandbox.warm(warm);
    } catch (SandboxException e) {
      return; // whoever runs a program hears of it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      warming.set(false);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    sandbox.close();
  }
}
