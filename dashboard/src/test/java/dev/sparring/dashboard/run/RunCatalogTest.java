package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.dashboard.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunCatalogTest {
  @TempDir private Path folder;

  @Test
  void aFolderOfRunsShowsItsRunsAsTheyComeAndGo() throws IOException {
    RunCatalog catalog = new RunCatalog(List.of(folder.resolve("later")));
    assertThat(catalog.all()).isEmpty();
    TestRun.in(folder.resolve("later"), "b");
    TestRun.in(folder.resolve("later"), "a");
    Files.createDirectories(folder.resolve("later/no-run"));
    catalog.refresh();
    assertThat(catalog.all()).containsOnlyKeys("a", "b");
    Files.delete(folder.resolve("later/a/run.conf"));
    catalog.refresh();
    assertThat(catalog.all()).containsOnlyKeys("b");
    assertThat(catalog.find("a")).isEmpty();
  }

  @Test
  void runsOfOneNameHaveIdsOfTheirOwn() throws IOException {
    Path one = TestRun.in(folder.resolve("x"), "same").path();
    Path other = TestRun.in(folder.resolve("y"), "same").path();
    RunCatalog catalog = new RunCatalog(List.of(one, other, one));
    assertThat(catalog.all()).containsOnlyKeys("same", "same~2");
    assertThat(catalog.find("same~2")).get().extracting(RunFolder::path).isEqualTo(other);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "/",
        "../a",
        "a/../a",
        "a/",
        "./a",
        "%2e%2e",
        "a\u0000",
        "..\\a",
        "A",
        "a/rollouts",
        "~",
        "C:",
        "//",
        "a\n"
      })
  void nothingButAnIdIsARun(String text) throws IOException {
    TestRun.in(folder, "a");
    RunCatalog catalog = new RunCatalog(List.of(folder));
    assertThat(catalog.find(text)).isEmpty();
    assertThat(catalog.find("a")).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "../secret", "secret", "orchestrator.log", "", "/", "a\u0000"})
  void nothingButAnActorIsALog(String actor) throws IOException {
    TestRun run = TestRun.in(folder, "a");
    Files.writeString(folder.resolve("secret.log"), "secret\n");
    Files.writeString(run.path().resolve("secret.log"), "secret\n");
    Files.createSymbolicLink(run.path().resolve("logs/secret.log"), folder.resolve("secret.log"));
    Files.writeString(run.path().resolve("logs/orchestrator.log"), "said\n");
    assertThat(new ActorLogs(run.folder()).tail(actor, 1000)).isEmpty();
    assertThat(new ActorLogs(run.folder()).tail("orchestrator", 1000)).containsExactly("said");
  }

  @Test
  void aCarriageReturnHidesNothingOfALine() throws IOException {
    TestRun run = TestRun.in(folder, "a");
    Files.writeString(run.path().resolve("logs/solver.log"), "one\nbad\rgood\n");
    assertThat(new ActorLogs(run.folder()).tail("solver", 1000))
        .containsExactly("one", "bad\rgood");
    assertThat(new ActorLogs(run.folder()).newest().get(0).line()).isEqualTo("bad\rgood");
  }

  @Test
  void ofALongLogTheEndIsRead() throws IOException {
    TestRun run = TestRun.in(folder, "a");
    StringBuilder log = new StringBuilder();
    for (int line = 0; line < 100_000; line++) {
      log.append("line ").append(line).append('\n');
    }
    Files.writeString(run.path().resolve("logs/solver.log"), log + "x".repeat(1 << 20));
    List<String> lines = new ActorLogs(run.folder()).tail("solver", (1 << 20) + 100);
    assertThat(lines.get(lines.size() - 2)).isEqualTo("line 99999");
    assertThat(lines.get(lines.size() - 1)).hasSize(2000);
    assertThat(lines.get(0)).matches("line \\d+");
  }
}
