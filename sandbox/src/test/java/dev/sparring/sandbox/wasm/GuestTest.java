package dev.sparring.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;

import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import dev.sparring.sandbox.child.Ending;
import dev.sparring.sandbox.child.RunReply;
import dev.sparring.sandbox.child.RunRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The host's side of a guest, with the stand-in for an interpreter. */
class GuestTest {
  private static final int FUEL = 200_000;
  private static Guest guest;

  @BeforeAll
  static void prepare(@TempDir Path folder) throws IOException {
    PreparedFiles files = new PreparedFiles(folder);
    Preparation.prepare(StandIn.bytes(), StandIn.INTERPRETER.run(), 0, files);
    WasmModule module = Parser.parse(files.module());
    guest =
        new Guest(
            module,
            CompiledClasses.load(module, files.classes()),
            Snapshot.read(files.snapshot()),
            1024);
  }

  private static RunReply run(String program, String input) {
    RunRequest request =
        new RunRequest(
            program.getBytes(StandardCharsets.UTF_8),
            input.getBytes(StandardCharsets.UTF_8),
            FUEL,
            1000,
            64,
            5000);
    CompletableFuture<RunReply> reply = new CompletableFuture<>();
    new Thread(null, () -> reply.complete(guest.run(request)), "guest", 1L << 29).start();
    return reply.orTimeout(1, TimeUnit.MINUTES).join();
  }

  private static String output(RunReply reply) {
    return new String(reply.output(), StandardCharsets.UTF_8);
  }

  @Test
  void itReadsItsInputAndWritesItsOutput() {
    RunReply reply = run("e", "1 2 3\n");
    assertThat(reply.ending()).isEqualTo(Ending.EXITED);
    assertThat(reply.exitCode()).isZero();
    assertThat(output(reply)).isEqualTo("1 2 3\n");
  }

  @ParameterizedTest
  @CsvSource({
    "l, OUT_OF_INSTRUCTIONS",
    "g, OUT_OF_MEMORY",
    "o, OUTPUT_FULL",
    "O, OUTPUT_FULL",
    "d, STACK_EXHAUSTED",
    "f, OUT_OF_INSTRUCTIONS",
    "u, CRASHED",
    "m, CRASHED",
    "b, CRASHED",
    "x, EXITED",
    "r, EXITED"
  })
  void eachWayToEndHasItsName(String program, Ending ending) {
    RunReply first = run(program, "input");
    assertThat(first.ending()).isEqualTo(ending);
    assertThat(run(program, "input")).usingRecursiveComparison().isEqualTo(first);
  }

  @Test
  void theExitCodeComesThrough() {
    assertThat(run("x", "").exitCode()).isEqualTo(3);
  }

  @Test
  void outputIsKeptUpToItsLimit() {
    assertThat(run("o", "abc").output()).hasSize(5000);
    assertThat(run("O", "abc").complaints()).hasSize(5000);
  }

  @Test
  void anEndlessLoopTakesAllInstructionsAndNotOneMore() {
    assertThat(run("l", "").units()).isEqualTo(FUEL);
  }

  @Test
  void nothingOfARunIsSeenByTheNext() {
    for (int i = 0; i < 5; i++) {
      assertThat(output(run("s", ""))).isEqualTo("02");
      run("g", "");
      run("d", "");
      run("o", "left over");
    }
  }

  @Test
  void timeAndRandomBytesAreTheSameInEveryRun() {
    String first = output(run("t", ""));
    run("e", "something else");
    assertThat(first).hasSize(4).isEqualTo(output(run("t", "")));
  }

  @Test
  void filesAndSocketsAreNotThere() {
    assertThat(output(run("p", ""))).isEqualTo("525208");
  }
}
