package dev.sparring.orchestrator;

import dev.sparring.core.Attempt;
import dev.sparring.core.DropReason;
import dev.sparring.core.Problem;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.check.CheckerUnavailableException;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.core.config.Settings;
import dev.sparring.core.gate.AdmissionGate;
import dev.sparring.core.gate.KnownProblems;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.TaskOption;
import dev.sparring.core.vote.VoteRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The task {@code addition} with a checker of its own, whose tests are the digits of the sum. It
 * replies from other threads, in any order.
 */
public final class TestedAddition extends AdditionInDisguise implements CheckedTask {
  /** How many times a checker was asked to get ready. */
  static final AtomicInteger PREPARED = new AtomicInteger();

  private static final TaskOption CHECKER =
      new TaskOption("checker", List.of("sound", "other", "missing", "broken", "patchy"), "sound");

  private final String checker;

  public TestedAddition() {
    this("sound");
  }

  private TestedAddition(String checker) {
    this.checker = checker;
  }

  @Override
  public String name() {
    return "tested-addition";
  }

  @Override
  public String description() {
    return "sums whose digits are tests";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(CHECKER);
  }

  @Override
  public Task with(Map<String, String> options) {
    return new TestedAddition(options.get(CHECKER.name()));
  }

  @Override
  public List<AdmissionGate> gates() {
    return List.of(new Testable(sound));
  }

  /** Sums that end in 7 can't be tested. */
  private record Testable(Task sound) implements AdmissionGate {
    @Override
    public String name() {
      return "tests";
    }

    @Override
    public String description() {
      return "sums that end in 7";
    }

    @Override
    public Optional<DropReason.Refused> refuse(Problem problem, KnownProblems known) {
      return sound.truth(problem.text()).orElseThrow().endsWith("7")
          ? Optional.of(new DropReason.Refused(name(), "ends in 7"))
          : Optional.empty();
    }
  }

  @Override
  public AnswerChecker checker(Settings settings) {
    if (checker.equals("missing")) {
      throw new CheckerUnavailableException("there is no adder; install one", null);
    }
    return new Digits();
  }

  private final class Digits implements AnswerChecker {
    private final ExecutorService threads = Executors.newFixedThreadPool(3);

    @Override
    public CompletionStage<Judgement> check(Problem problem, List<Attempt> attempts) {
      return CompletableFuture.supplyAsync(() -> judge(problem, attempts), threads);
    }

    private Judgement judge(Problem problem, List<Attempt> attempts) {
      String truth = sound.truth(problem.text()).orElseThrow();
      Map<String, Mark> marks = new LinkedHashMap<>();
      for (Attempt attempt : attempts) {
        boolean lost =
            checker.equals("broken") || (checker.equals("patchy") && attempt.sample() == 1);
        marks.put(
            attempt.id(),
            lost
                ? new Mark.Unjudged(new DropReason.Lost("no adder answers"))
                : attempt.answer().map(sum -> mark(sum, truth)).orElse(Mark.Judged.NO_ANSWER));
      }
      List<Optional<String>> judged =
          attempts.stream()
              .filter(attempt -> marks.get(attempt.id()) instanceof Mark.Judged)
              .map(Attempt::answer)
              .toList();
      return new Judgement(
          new VoteRule(Integer.MAX_VALUE, 1, 0, 0).decide(problem.id(), judged), marks);
    }

    private static Mark.Judged mark(String sum, String truth) {
      return Mark.Judged.of(
          IntStream.range(0, truth.length())
              .mapToObj(
                  i -> {
                    boolean right = i < sum.length() && sum.charAt(i) == truth.charAt(i);
                    return new Mark.TestResult(right ? "passed" : "wrong output", right, sum);
                  })
              .toList());
    }

    @Override
    public int inFlight() {
      return 3;
    }

    @Override
    public void prepare() {
      PREPARED.incrementAndGet();
    }

    @Override
    public String identity() {
      return checker.equals("other") ? "adder 2" : "adder 1";
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }
}
