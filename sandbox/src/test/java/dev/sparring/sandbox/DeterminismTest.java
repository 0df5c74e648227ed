package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sparring.sandbox.child.ChildLauncher;
import dev.sparring.sandbox.child.ChildPool;
import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import dev.sparring.sandbox.child.RunRequest;
import dev.sparring.sandbox.problems.EvaluationProblems;
import dev.sparring.sandbox.problems.ProgramProblem;
import dev.sparring.sandbox.wasm.InterpreterStore;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Verdicts while every core is kept busy by others. */
class DeterminismTest {
  private static final String PROGRAM =
      """
      import random
      from collections import Counter
      words = [hash(str(n)) % 97 for n in map(int, input().split())]
      random.shuffle(words)
      print(Counter(words).most_common(3), {'a', 'b', 'c', 'd'}, id(words) % 4096)
      """;

  private final AtomicBoolean busy = new AtomicBoolean(true);
  private final List<Thread> burners = new ArrayList<>();

  @BeforeEach
  void load() {
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      Thread burner =
          new Thread(
              () -> {
                while (busy.get()) {
                  Thread.onSpinWait();
                }
              });
      burner.start();
      burners.add(burner);
    }
  }

  @AfterEach
  void unload() throws InterruptedException {
    busy.set(false);
    for (Thread burner : burners) {
      burner.join();
    }
  }

  @Test
  void aProgramTakesTheSameInstructionsInEveryChildAndTheLimitIsExact() throws Exception {
    ChildLauncher launcher = wasm();
    Set<Long> units = new HashSet<>();
    Set<String> outputs = new HashSet<>();
    for (int child = 0; child < 2; child++) {
      try (ChildPool pool = new ChildPool(launcher, 1, 1000, Duration.ofMinutes(3))) {
        for (int i = 0; i < 10; i++) {
          RunReply reply = run(pool, 10_000_000);
          assertThat(reply.ending()).isEqualTo(Ending.EXITED);
          units.add(reply.units());
          outputs.add(new String(reply.output(), StandardCharsets.UTF_8));
        }
        assertThat(outputs).hasSize(1);
        assertThat(units).hasSize(1);
        long taken = units.iterator().next();
        assertThat(run(pool, taken + 1).ending()).isEqualTo(Ending.EXITED);
        assertThat(run(pool, taken).ending()).isEqualTo(Ending.OUT_OF_INSTRUCTIONS);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = SandboxBackend.class,
      names = {"WASM", "OS"})
  void referenceProgramsPassOnALoadedMachine(SandboxBackend backend) throws Exception {
    List<ProgramProblem> problems = EvaluationProblems.load();
    try (Sandbox sandbox = Sandbox.open(SandboxSettings.of(backend))) {
      for (int i = 0; i < problems.size(); i += 12) {
        ProgramProblem problem = problems.get(i);
        List<ProgramOutcome> outcomes =
            sandbox.run(problem.program(), problem.tests().subList(0, 3));
        assertThat(outcomes).as(problem.id()).allMatch(ProgramOutcome::passed);
      }
    } catch (SandboxUnavailableException e) {
      abort("this machine has no backend " + backend + ": " + e.getMessage());
    }
  }

  private static ChildLauncher wasm() {
    try {
      return new InterpreterStore(SandboxSettings.defaultHome()).find().launcher(128);
    } catch (SandboxUnavailableException e) {
      return abort("this machine has no backend wasm: " + e.getMessage());
    }
  }

  private static RunReply run(ChildPool pool, long instructions) throws Exception {
    RunRequest request =
        new RunRequest(
            PROGRAM.getBytes(StandardCharsets.UTF_8),
            "3 1 4 1 5 9 2 6\n".getBytes(StandardCharsets.UTF_8),
            instructions,
            1000,
            128,
            65_536);
    return pool.use(child -> child.run(request, Duration.ofMinutes(2)));
  }
}
