package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxCheck;
import dev.sparring.sandbox.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sparring run-code} and {@code sparring sandbox}. */
class RunCodeCommandTest {
  private static final String HOME = "sparring.sandbox.home";

  @TempDir private Path folder;
  private Path program;
  private Path tests;

  @BeforeEach
  void write() throws IOException {
    program = Files.writeString(folder.resolve("p.py"), "print(sum(map(int, input().split())))\n");
    tests = Files.writeString(folder.resolve("t.txt"), "1 2 ||| 3\n\n4 5 ||| 8\nx ||| 0\n");
  }

  @AfterEach
  void forget() {
    System.clearProperty(HOME);
  }

  private Cli.Result run(String... more) {
    List<String> arguments = new java.util.ArrayList<>(List.of("run-code", program.toString()));
    arguments.addAll(List.of(more));
    return Cli.sparring(arguments.toArray(String[]::new));
  }

  @Test
  void a_program_is_judged_test_by_test() throws Exception {
    SandboxCheck check = SandboxCheck.run(SandboxSettings.of(SandboxBackend.AUTO));
    assumeTrue(check.chosen().isPresent(), () -> "no sandbox here: " + check.lines());
    List<JsonNode> answers = run("--tests", tests.toString(), "--json").answers();
    assertThat(answers).hasSize(1);
    JsonNode results = answers.get(0).path("results");
    assertThat(answers.get(0).toString())
        .startsWith("{\"passed\":1,\"total\":3,\"results\":[{\"input\":\"1 2\",\"expected\":\"3\"");
    assertThat(results.get(0).toString())
        .isEqualTo(
            "{\"input\":\"1 2\",\"expected\":\"3\",\"actual\":\"3\",\"outcome\":\"passed\"}");
    assertThat(results.get(1).path("outcome").asText()).isEqualTo("wrong output");
    assertThat(results.get(1).path("actual").asText()).isEqualTo("9");
    assertThat(results.get(2).path("outcome").asText()).isEqualTo("error");
    assertThat(run("--tests", tests.toString()).out())
        .contains("x ||| error: ValueError")
        .endsWith("1 of 3 passed" + System.lineSeparator());
  }

  @Test
  void without_a_sandbox_it_fails_with_one_line_that_names_the_remedy() {
    System.setProperty(HOME, folder.resolve("empty").toString());
    Cli.Result result = run("--tests", tests.toString(), "--backend", "wasm");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.complaint()).contains("run sparring sandbox install");
    assertThat(result.out()).isEmpty();
  }

  @Test
  void mistakes_are_named_in_one_line() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.txt"), "1 2 ||| 3\n4 5 = 9\n");
    Path bytes = Files.write(folder.resolve("bytes.py"), new byte[] {(byte) 0xFF, (byte) 0xFE});
    for (Cli.Result result :
        List.of(
            run(),
            run("--tests", folder.resolve("none.txt").toString()),
            run("--tests", bad.toString()),
            run("--tests", tests.toString(), "--backend", "docker"),
            Cli.sparring("run-code", folder.resolve("none.py").toString(), "--tests", "t.txt"),
            Cli.sparring("run-code", bytes.toString(), "--tests", tests.toString()),
            Cli.sparring("sandbox", "remove"),
            Cli.sparring("sandbox", "check", "--from", "x.whl"),
            Cli.sparring("sandbox"))) {
      assertThat(result.code()).as(result.toString()).isEqualTo(2);
      assertThat(result.complaint()).startsWith("sparring: ");
    }
  }

  @Test
  void what_is_no_interpreter_is_not_installed() throws IOException {
    System.setProperty(HOME, folder.resolve("home").toString());
    Path file = Files.writeString(folder.resolve("x.whl"), "no wheel");
    Cli.Result result = Cli.sparring("sandbox", "install", "--from", file.toString());
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.complaint()).contains("is no interpreter that the sandbox knows");
  }
}
