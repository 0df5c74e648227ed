package dev.sparring.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.sandbox.child.ChildLauncher;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The self-test has to notice a sandbox that does not hold. */
class SelfTestTest {
  private static final Path PYTHON = Path.of("/usr/bin/python3");

  /** The backend os without bubblewrap and without its filter: what a broken kernel would give. */
  private static ChildLauncher unconfined() throws Exception {
    String script = resource("harness.py") + resource("zygote.py");
    String open =
        script.replace(
            "libc.prctl(38, 1, 0, 0, 0) != 0 or libc.prctl(22, 2, program, 0, 0) != 0", "0");
    assertThat(open).isNotEqualTo(script);
    return () -> new ProcessBuilder(PYTHON.toString(), "-S", "-s", "-B", "-c", open).start();
  }

  private static String resource(String name) throws Exception {
    try (InputStream in = SelfTestTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aBackendWhoseFilterIsMissingIsNotUsed() throws Exception {
    Assumptions.assumeTrue(
        Files.isExecutable(PYTHON)
            && System.getProperty("os.arch").equals("amd64")
            && System.getProperty("os.name").equals("Linux"),
        "needs /usr/bin/python3 on Linux, x86-64");
    RunnerBackend runner =
        new RunnerBackend(
            SandboxBackend.OS, unconfined(), Duration.ofSeconds(60), true, "unconfined");
    try (Sandbox sandbox = Sandbox.open(runner, SandboxSettings.of(SandboxBackend.OS))) {
      assertThat(SelfTest.run(sandbox)).anyMatch(finding -> !finding.held());
      assertThatThrownBy(() -> SelfTest.demand(sandbox))
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining("set sandbox.backend = wasm")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void theCheckSaysWhatThisMachineGets() throws Exception {
    SandboxCheck check = SandboxCheck.run(SandboxSettings.of(SandboxBackend.AUTO));
    assertThat(check.lines()).hasSize(3);
    assertThat(check.lines().get(0)).startsWith("backend os: ");
    assertThat(check.lines().get(1)).startsWith("backend wasm: ");
    assertThat(check.lines().get(2)).startsWith("sandbox.backend = auto: ");
    assertThat(check.chosen()).isNotEqualTo(Optional.of(SandboxBackend.AUTO));
    for (SandboxBackend backend : new SandboxBackend[] {SandboxBackend.OS, SandboxBackend.WASM}) {
      int line = backend == SandboxBackend.OS ? 0 : 1;
      if (!check.lines().get(line).contains("works; ")) {
        assertThat(check.lines().get(line)).containsAnyOf("set sandbox.backend", "run sparring");
        assertThat(check.chosen()).isNotEqualTo(Optional.of(backend));
      }
    }
  }
}
