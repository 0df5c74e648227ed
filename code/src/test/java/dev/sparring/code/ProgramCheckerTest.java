package dev.sparring.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sparring.core.Attempt;
import dev.sparring.core.Completion;
import dev.sparring.core.Problem;
import dev.sparring.core.check.Checks;
import dev.sparring.core.check.Judgement;
import dev.sparring.core.check.Mark;
import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.SandboxUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** With the sandbox that this machine has; without one there is nothing to test. */
class ProgramCheckerTest {
  private static final String SUM = "print(sum(map(int, input().split())))\n";
  private static final Problem PROBLEM =
      new Problem(
          "p",
          0,
          "k",
          "Read a line of integers and print their sum.\n\nTest Cases:\n"
              + "1 2 ||| 3\n-4 ||| -4\n5 5 5 ||| 15\n0 ||| 0\n7 ||| 7");

  private static ProgramChecker checker() throws Exception {
    try {
      return new ProgramChecker(
          Sandbox.open(SandboxSettings.of(SandboxBackend.AUTO).withChildren(2)), 2, Duration.ZERO);
    } catch (SandboxUnavailableException e) {
      return abort("this machine has no sandbox: " + e.getMessage());
    }
  }

  private static List<Attempt> attempts(String... programs) {
    List<Attempt> attempts = new ArrayList<>();
    for (String program : programs) {
      Optional<String> answer = Optional.of(program).filter(text -> !text.isEmpty());
      attempts.add(
          new Attempt("a" + attempts.size(), "p", attempts.size(), Completion.NONE, answer, ""));
    }
    return attempts;
  }

  private static Judgement judged(ProgramChecker checker, String... programs) {
    return checker.check(PROBLEM, attempts(programs)).toCompletableFuture().join();
  }

  @Test
  void aProgramIsWorthTheFractionOfTestsThatItPasses() throws Exception {
    try (ProgramChecker checker = checker()) {
      Judgement judgement =
          judged(checker, SUM, "print(7)", "", "x = object(); print(x); 1/0", SUM, "print(15)");
      assertThat(judgement.scores()).containsExactly(1, .2, 0, 0, 1, .2);
      assertThat(judgement.verdict().label()).isEmpty();
      assertThat(judgement.verdict().attempts()).isEqualTo(6);
      assertThat(judgement.verdict().answered()).isEqualTo(5);
      assertThat(judgement.verdict().count()).as("programs that behave alike").isEqualTo(2);
      Mark.Judged divides = (Mark.Judged) judgement.marks().get("a3");
      assertThat(divides.tests()).extracting(Mark.TestResult::outcome).containsOnly("error");
      assertThat(divides.tests().get(0).actual()).contains("ZeroDivisionError");
    }
  }

  @Test
  void theSameAnswersGetTheSameJudgementWhateverElseIsRun() throws Exception {
    String[] programs = {SUM, "print(object())", "print([1, 2] * 9999)", "import os; os.fork()"};
    try (ProgramChecker checker = checker()) {
      Judgement alone = judged(checker, programs);
      List<Checks.Question> many =
          Collections.nCopies(20, new Checks.Question(PROBLEM, attempts(programs)));
      assertThat(Checks.all(checker, many).toCompletableFuture().join()).containsOnly(alone);
    }
  }

  @Test
  void aSandboxThatFailsLeavesAnAnswerWithoutAVerdict() throws Exception {
    SandboxSettings settings = SandboxSettings.of(SandboxBackend.AUTO);
    Sandbox sandbox;
    try {
      sandbox = Sandbox.open(settings);
    } catch (SandboxUnavailableException e) {
      abort("this machine has no sandbox: " + e.getMessage());
      return;
    }
    ProgramChecker checker = new ProgramChecker(sandbox, 1, Duration.ZERO);
    sandbox.close();
    Judgement judgement = judged(checker, SUM, "");
    assertThat(judgement.marks().get("a0")).isInstanceOf(Mark.Unjudged.class);
    assertThat(judgement.marks().get("a1")).isEqualTo(Mark.Judged.NO_ANSWER);
    assertThat(judgement.verdict().attempts()).isEqualTo(1);
    checker.close();
  }
}
