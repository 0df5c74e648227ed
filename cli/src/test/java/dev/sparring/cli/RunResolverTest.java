package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.orchestrator.run.RunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs by what people type. */
class RunResolverTest {
  @TempDir private Path folder;
  private Path runs;
  private RunResolver resolver;

  @BeforeEach
  void runs() throws IOException {
    runs = folder.resolve("runs");
    resolver = new RunResolver(runs);
    for (String name : new String[] {"nightly", "frozen", "20261127-024300"}) {
      run(runs.resolve(name));
    }
  }

  private static Path run(Path path) throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("run.conf"), "");
    return path;
  }

  @Test
  void aRunIsFoundByItsNameAndByItsPath() {
    assertThat(resolver.require("nightly")).isEqualTo(runs.resolve("nightly"));
    assertThat(resolver.require("nightly/")).isEqualTo(runs.resolve("nightly"));
    assertThat(resolver.require(runs + "/frozen")).isEqualTo(runs.resolve("frozen"));
    assertThat(resolver.require(runs + "/../runs/frozen"))
        .isEqualTo(runs.resolve("../runs/frozen"));
  }

  @Test
  void aPathMayLeadToARunAnywhere() throws IOException {
    Path elsewhere = run(folder.resolve("elsewhere").resolve("my run"));
    assertThat(resolver.require(elsewhere.toString())).isEqualTo(elsewhere);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nigthly", "nightl", "NIGHTLY", "nightlyy"})
  void ofAMisspeltNameTheNearestIsNamed(String typed) {
    String remedy = "; did you mean " + runs.resolve("nightly") + "?";
    assertThatThrownBy(() -> resolver.require(typed))
        .isInstanceOf(RunException.class)
        .hasMessage("there is no such run: " + typed + remedy);
    assertThatThrownBy(() -> resolver.require(runs.resolve(typed).toString()))
        .hasMessage("there is no such run: " + runs.resolve(typed) + remedy);
  }

  @Test
  void whereNoNameIsNearThePlaceToLookIsNamed() {
    assertThatThrownBy(() -> resolver.require("something-else"))
        .hasMessage(
            "there is no such run: something-else; `sparring runs` lists those that there are");
    assertThatThrownBy(() -> new RunResolver(folder.resolve("none")).require("nightly"))
        .hasMessage("there is no such run: nightly; there is no run in " + folder.resolve("none"));
  }

  @Test
  void aFolderThatIsNoRunIsSaidToBeNone() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> resolver.require(empty.toString()))
        .hasMessage(empty + " is not a run: it has no run.conf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"./nightly", "../nightly", "/nowhere/nightly", "~/nightly", "."})
  void whatIsPlainlyAPathIsNoModelOfTheHub(String typed) {
    if (Files.exists(Path.of(typed))) {
      assertThatCode(() -> resolver.refuseLookalike(typed)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> resolver.refuseLookalike(typed))
          .hasMessageStartingWith("there is no such run or model directory: " + typed);
    }
  }

  @Test
  void whatLiesBesideRunsOrInAMisspeltFolderOfRunsIsNoModelOfTheHub() throws IOException {
    assertThatThrownBy(() -> resolver.refuseLookalike(runs + "/nigthly"))
        .hasMessageContaining("there is no such run", "did you mean " + runs.resolve("nightly"));
    RunResolver relative = new RunResolver(Path.of("runs-of-nobody"));
    assertThatThrownBy(() -> relative.refuseLookalike("runs-of-nobody/x"))
        .hasMessage("there is no such run: runs-of-nobody/x; there is no run in runs-of-nobody");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Owner/Name", "Owner/Name@v1", "bundled", "nowhere", "models/bundled"})
  void whatMayBeAModelIsLeftToThoseWhoLookForModels(String typed) {
    assertThatCode(() -> resolver.refuseLookalike(typed)).doesNotThrowAnyException();
  }
}
