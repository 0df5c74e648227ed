package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.sandbox.child.ChildLauncher;
import dev.sparring.sandbox.wasm.InterpreterStore;
import dev.sparring.sandbox.wasm.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way from a program to its outcomes through child processes, with a stand-in inside. */
class StandInSandboxTest {
  private static final SandboxLimits LIMITS =
      new SandboxLimits(200_000, Duration.ofSeconds(1), 64, 5000, 1000, Duration.ofSeconds(60));
  private static final ProgramTest TEST = new ProgramTest("1 2 3", "1 2 3");

  private static InterpreterStore.Prepared prepared;
  private final List<Long> started = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void install(@TempDir Path home) throws Exception {
    prepared = StandIn.install(home);
  }

  private Sandbox sandbox(int children, int programsPerChild) {
    ChildLauncher launcher = prepared.launcher(64);
    return sandbox(
        () -> {
          Process process = launcher.launch();
          started.add(process.pid());
          return process;
        },
        children,
        programsPerChild);
  }

  private static Sandbox sandbox(ChildLauncher launcher, int children, int programsPerChild) {
    return Sandbox.untried(
        new RunnerBackend(SandboxBackend.WASM, launcher, Duration.ofSeconds(60), false, "stand-in"),
        new SandboxSettings(
            SandboxBackend.WASM, LIMITS, children, programsPerChild, Path.of("unused")));
  }

  private static String name(Sandbox sandbox, String program) throws Exception {
    return sandbox.run(program, List.of(TEST)).get(0).name();
  }

  @Test
  void everyEndingOfAProgramIsItsOwnOutcome() throws Exception {
    try (Sandbox sandbox = sandbox(1, 100)) {
      assertThat(name(sandbox, "e")).isEqualTo("passed");
      assertThat(name(sandbox, "s")).isEqualTo("wrong output");
      assertThat(name(sandbox, "x")).isEqualTo("error");
      assertThat(name(sandbox, "l")).isEqualTo("too many instructions");
      assertThat(name(sandbox, "g")).isEqualTo("too much memory");
      assertThat(name(sandbox, "o")).isEqualTo("too much output");
      assertThat(name(sandbox, "d")).isEqualTo("too deep");
      assertThat(name(sandbox, "r")).isEqualTo("too deep");
      assertThat(name(sandbox, "u")).isEqualTo("error");
      assertThat(name(sandbox, " ")).isEqualTo("refused");
      assertThat(name(sandbox, "e\0")).isEqualTo("refused");
      assertThat(name(sandbox, "e".repeat(2000))).isEqualTo("refused");
    }
  }

  @Test
  void everyTestBeginsInTheSameState() throws Exception {
    try (Sandbox sandbox = sandbox(1, 100)) {
      List<ProgramTest> tests = Collections.nCopies(20, new ProgramTest("", "02"));
      assertThat(sandbox.run("s", tests)).allMatch(ProgramOutcome::passed);
    }
  }

  @Test
  void aChildIsReplacedAfterItsNumberOfPrograms() throws Exception {
    try (Sandbox sandbox = sandbox(1, 3)) {
      for (int i = 0; i < 7; i++) {
        assertThat(name(sandbox, "e")).isEqualTo("passed");
      }
      assertThat(started).hasSizeBetween(3, 4);
    }
  }

  @Test
  void aChildWhoseInterpreterCrashedIsReplacedAndTheOtherTestsAreRun() throws Exception {
    try (Sandbox sandbox = sandbox(1, 100)) {
      assertThat(sandbox.run("u", Collections.nCopies(3, TEST)))
          .hasSize(3)
          .allMatch(outcome -> outcome instanceof ProgramOutcome.Error);
      assertThat(started).hasSizeBetween(3, 4);
    }
  }

  @Test
  void aChildThatIsKilledIsReplacedAndTheProgramTriedAgain() throws Exception {
    try (Sandbox sandbox = sandbox(1, 100)) {
      assertThat(name(sandbox, "e")).isEqualTo("passed");
      ProcessHandle child = ProcessHandle.of(started.get(0)).orElseThrow();
      child.destroyForcibly();
      child.onExit().join();
      assertThat(name(sandbox, "e")).isEqualTo("passed");
      assertThat(started).hasSize(2);
    }
  }

  @Test
  void twoChildrenThatFailAreAFailureOfTheSandboxAndNoOutcome() {
    ChildLauncher broken =
        () -> {
          throw new IOException("no processes left");
        };
    try (Sandbox sandbox = sandbox(broken, 1, 100)) {
      assertThatThrownBy(() -> sandbox.run("e", List.of(TEST)))
          .isInstanceOf(SandboxFailureException.class)
          .hasMessageContaining("no processes left")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void severalThreadsGetTheirOwnOutcomes() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (Sandbox sandbox = sandbox(2, 10)) {
      List<Callable<List<ProgramOutcome>>> work = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        List<ProgramTest> tests = List.of(new ProgramTest("n " + i, "n " + i), TEST);
        work.add(() -> sandbox.run("e", tests));
      }
      for (Future<List<ProgramOutcome>> outcomes : threads.invokeAll(work)) {
        assertThat(outcomes.get()).hasSize(2).allMatch(ProgramOutcome::passed);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aChildIsFreshUntilItHasRunSomePrograms() throws Exception {
    try (Sandbox sandbox = sandbox(2, 1000)) {
      assertThat(sandbox.fresh()).isTrue();
      for (int i = 0; i < 50; i++) {
        sandbox.warm(Duration.ZERO);
      }
      assertThat(sandbox.fresh()).isFalse();
    }
  }

  @Test
  void closingEndsTheChildren() throws Exception {
    Sandbox sandbox = sandbox(2, 100);
    assertThat(name(sandbox, "e")).isEqualTo("passed");
    assertThat(name(sandbox, "e")).isEqualTo("passed");
    sandbox.close();
    for (long pid : List.copyOf(started)) {
      ProcessHandle.of(pid).ifPresent(process -> process.onExit().join());
    }
    assertThatThrownBy(() -> sandbox.run("e", List.of(TEST)))
        .isInstanceOf(SandboxFailureException.class);
  }

  @Test
  void aBackendThatDoesNotRunASimpleProgramIsNotOpened() {
    RunnerBackend runner =
        new RunnerBackend(
            SandboxBackend.WASM, prepared.launcher(64), Duration.ofSeconds(60), false, "stand-in");
    assertThatThrownBy(
            () -> Sandbox.open(runner, SandboxSettings.of(SandboxBackend.WASM).with(LIMITS)))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("sparring sandbox check");
  }

  @Test
  void withoutAnInterpreterNothingIsRun(@TempDir Path empty) {
    SandboxSettings settings = SandboxSettings.of(SandboxBackend.WASM).withHome(empty);
    assertThatThrownBy(() -> Sandbox.open(settings))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("run sparring sandbox install")
        .hasMessageNotContaining("\n");
  }
}
