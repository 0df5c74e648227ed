package dev.sparring.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.SandboxUnavailableException;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code it/sandbox/run fuzz} does the same with many more. */
class FuzzTest {
  @ParameterizedTest
  @CsvSource({"OS,2000", "WASM,200"})
  void everyOutputOfAModelEndsInAReasonOrAnOutcome(SandboxBackend backend, int count)
      throws Exception {
    try (Sandbox sandbox = Sandbox.open(SandboxSettings.of(backend).with(Workload.SHORT))) {
      Map<String, Integer> ended = Workload.fuzz(sandbox, count, 3);
      assertThat(ended.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(count);
      assertThat(ended).containsKeys("asked", "passed", "wrong output", "error");
    } catch (SandboxUnavailableException e) {
      abort("this machine has no backend " + backend + ": " + e.getMessage());
    }
  }
}
