package dev.sparring.policy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import org.junit.jupiter.api.Test;

/** What is said of a failure. */
class FailureReasonTest {
  @Test
  void itIsTheFirstLineThatHoldsSomething() {
    assertThat(FailureReason.of(new IllegalStateException("\n  \nthe weights are gone\nat line 3")))
        .isEqualTo("the weights are gone");
  }

  @Test
  void whatAFailureGoesBackToIsSaidOnce() {
    IOException root = new IOException("the disk is full");
    assertThat(FailureReason.of(new IllegalStateException("can't write", root)))
        .isEqualTo("can't write: the disk is full");
    assertThat(FailureReason.of(new UncheckedIOException(root)))
        .endsWith("IOException: the disk is full");
  }

  @Test
  void aMessageThatIsOnlyAPathIsJoinedByWhatIsWrongWithIt() {
    assertThat(FailureReason.of(new FileAlreadyExistsException("run")))
        .isEqualTo("run: file already exists");
    assertThat(FailureReason.of(new AccessDeniedException("run"))).isEqualTo("run: access denied");
  }

  @Test
  void aFailureWithoutAMessageHasItsName() {
    assertThat(FailureReason.of(new NullPointerException())).isEqualTo("NullPointerException");
  }
}
