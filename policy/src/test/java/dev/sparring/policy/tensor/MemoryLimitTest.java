package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MemoryLimitTest {
  private static final String CUDA =
      "CUDA out of memory. Tried to allocate 20.00 MiB. GPU 0 has a total capacity of 79.11 GiB";
  private static final String CPU =
      "[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory:"
          + " you tried to allocate 9000 bytes. Error code 12 (Cannot allocate memory)";

  private final List<Integer> tried = new ArrayList<>();

  private String upTo(MemoryLimit limit, int fits, String message) {
    return limit.run(
        n -> {
          tried.add(n);
          if (n > fits) {
            throw new EngineException("failed", new IllegalStateException(message));
          }
          return "done";
        });
  }

  @Test
  void halvesUntilItFitsAndRemembersThat() {
    MemoryLimit limit = new MemoryLimit("rows", 64, 8);
    assertThat(upTo(limit, 16, CUDA)).isEqualTo("done");
    assertThat(tried).containsExactly(64, 32, 16);
    tried.clear();
    assertThat(upTo(limit, 16, CPU)).isEqualTo("done");
    assertThat(tried).containsExactly(16);
  }

  @Test
  void givesUpAtTheLeast() {
    MemoryLimit limit = new MemoryLimit("rows", 32, 8);
    assertThatThrownBy(() -> upTo(limit, 1, CPU)).isInstanceOf(EngineException.class);
    assertThat(tried).containsExactly(32, 16, 8);
  }

  @Test
  void otherFailuresAreNotTriedAgain() {
    MemoryLimit limit = new MemoryLimit("rows", 32, 8);
    assertThatThrownBy(() -> upTo(limit, 1, "shapes differ")).isInstanceOf(EngineException.class);
    assertThat(tried).containsExactly(32);
    assertThat(limit.limit()).isEqualTo(32);
  }
}
