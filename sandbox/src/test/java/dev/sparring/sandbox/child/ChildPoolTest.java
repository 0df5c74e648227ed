package dev.sparring.sandbox.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildPoolTest {
  private static final RunRequest REQUEST =
      new RunRequest(new byte[] {'e'}, new byte[] {'1'}, 1000, 100, 64, 100);

  @ParameterizedTest
  @CsvSource({
    "dies, the child says why",
    "other-protocol, another protocol",
    "sends-too-much, bytes at once",
    "sends-negative, bytes at once",
    "sends-less, died",
    "sends-garbage, answered with",
    "says-nothing, did not answer in",
    "never-answers, did not answer in"
  })
  void aChildThatDoesNotKeepToTheProtocolFailsAndIsNoReply(String how, String message)
      throws Exception {
    Duration start = Duration.ofMillis(how.equals("says-nothing") ? 500 : 60_000);
    Duration wall = Duration.ofMillis(how.equals("never-answers") ? 500 : 60_000);
    try (ChildPool pool = new ChildPool(BadChild.launcher(how), 1, 10, start)) {
      assertThatThrownBy(() -> pool.use(child -> child.run(REQUEST, wall)))
          .isInstanceOf(ChildException.class)
          .hasMessageContaining(message)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void aPoolThatIsClosedLendsNothing() {
    ChildPool pool = new ChildPool(BadChild.launcher("dies"), 1, 10, Duration.ofSeconds(60));
    pool.close();
    assertThatThrownBy(() -> pool.use(child -> child.run(REQUEST, Duration.ofSeconds(60))))
        .isInstanceOf(ChildException.class)
        .hasMessageContaining("closed");
    pool.close();
    assertThat(REQUEST.standardInput()).hasSize(10);
  }
}
