package dev.sparring.sandbox.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxException;
import dev.sparring.sandbox.SandboxLimits;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.child.ChildException;
import dev.sparring.sandbox.child.ChildLauncher;
import dev.sparring.sandbox.child.ChildPool;
import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import dev.sparring.sandbox.child.RunRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to processes of programs from outside is never an outcome of the program. */
class ZygoteTest {
  private static final SandboxLimits LIMITS =
      new SandboxLimits(
          1_000_000, Duration.ofSeconds(30), 128, 4096, 4096, Duration.ofSeconds(120));
  private static final String BUSY = "for i in range(10 ** 9): pass\n";
  private static final Duration START = Duration.ofMinutes(1);

  private Bubblewrap bubblewrap;

  @BeforeEach
  void aMachineWithTheBackend() throws InterruptedException {
    try (Sandbox sandbox = Sandbox.open(SandboxSettings.of(SandboxBackend.OS))) {
      bubblewrap = Bubblewrap.find();
    } catch (SandboxException e) {
      abort("this machine has no backend os: " + e.getMessage());
    }
  }

  private static RunReply run(ChildPool pool, String program, SandboxLimits limits)
      throws ChildException, InterruptedException {
    byte[] text = program.getBytes(StandardCharsets.UTF_8);
    return pool.use(child -> child.run(RunRequest.of(text, new byte[0], limits), limits.wall()));
  }

  @Test
  void aProgramWhoseProcessIsKilledFromOutsideHasNoOutcome() throws Exception {
    List<Process> started = Collections.synchronizedList(new ArrayList<>());
    ChildLauncher launcher =
        () -> {
          Process process = bubblewrap.launch();
          started.add(process);
          return process;
        };
    try (ChildPool pool = new ChildPool(launcher, 1, 100, START)) {
      assertThat(run(pool, "print(1)", LIMITS).ending()).isEqualTo(Ending.EXITED);
      long zygote = deepest(started.get(0)).orElseThrow().pid();
      CompletableFuture<Void> killed =
          CompletableFuture.runAsync(() -> killProgram(started.get(0), zygote));
      assertThatThrownBy(() -> run(pool, BUSY, LIMITS))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining("ended from outside, by signal 9");
      killed.join();
      assertThat(run(pool, "print(1)", LIMITS).ending()).isEqualTo(Ending.EXITED);
      assertThat(started).hasSize(2);
    }
  }

  /** The last of a chain of processes, each the only child of the one before. */
  private static Optional<ProcessHandle> deepest(Process process) {
    ProcessHandle last = process.toHandle();
    for (Optional<ProcessHandle> next = last.children().findFirst(); next.isPresent(); ) {
      last = next.get();
      next = last.children().findFirst();
    }
    return Optional.of(last);
  }

  /** Kills the process that the zygote forks, as soon as there is one. */
  private static void killProgram(Process process, long zygote) {
    while (true) {
      ProcessHandle last = deepest(process).orElseThrow();
      if (last.pid() != zygote) {
        last.destroyForcibly();
        return;
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void theHardLimitOfCpuTimeIsAnOutcome() throws Exception {
    SandboxLimits limits =
        new SandboxLimits(
            1_000_000, Duration.ofMillis(100), 128, 4096, 4096, Duration.ofSeconds(120));
    try (ChildPool pool = new ChildPool(bubblewrap, 1, 100, START)) {
      assertThat(run(pool, BUSY, limits).ending()).isEqualTo(Ending.OUT_OF_INSTRUCTIONS);
      assertThat(run(pool, "import os; os._exit(120)", limits).exitCode()).isEqualTo(120);
    }
  }

  @Test
  void aProgramThatCannotBeConfinedIsNotRun() throws Exception {
    // The hard limit of the stack is below what the child sets, so it cannot set it.
    List<String> command =
        new ArrayList<>(
            List.of("sh", "-c", "ulimit -S -s 4096; ulimit -H -s 4096; exec \"$@\"", "sh"));
    command.addAll(bubblewrap.command());
    try (ChildPool pool = new ChildPool(() -> new ProcessBuilder(command).start(), 1, 100, START)) {
      assertThatThrownBy(() -> run(pool, "print(1)", LIMITS))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining("could not be confined");
    }
  }
}
