package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a run ends for the program that embeds it. */
@Timeout(120)
final class TrainingEndTest {
  @TempDir private Path directory;

  private Training start(String name, Consumer<RunEvent> subscriber) {
    return Training.start(Runs.settings(directory, name, "run.steps", "2"), subscriber);
  }

  @Test
  void aRunMayBeClosedFromACallbackOnItsEnd() throws Exception {
    Training training = start("callback", event -> {});
    CompletableFuture<Void> closed = training.end().thenRun(training::close);
    closed.get(60, TimeUnit.SECONDS);
    assertThat(training.end().join().stopped()).isEqualTo(Summary.COMPLETED);
  }

  @Test
  void aSubscriberThatThrowsOnEveryEventDoesNotTouchTheRun() throws IOException {
    Consumer<RunEvent> throwing =
        event -> {
          throw new IllegalStateException(event.toString());
        };
    try (Training training = start("throwing", throwing)) {
      assertThat(training.end().join().stopped()).isEqualTo(Summary.COMPLETED);
    }
    Path quiet = Runs.play(directory, "quiet", "run.steps", "2");
    RunFiles.assertSame(directory.resolve("throwing"), quiet);
  }

  @Test
  void aRunMayBeStoppedAndClosedByItsSubscriber() {
    AtomicReference<Training> self = new AtomicReference<>();
    CompletableFuture<Void> started = new CompletableFuture<>();
    Consumer<RunEvent> closing =
        event -> {
          if (event instanceof RunEvent.RoundFinished) {
            started.join();
            self.get().close();
          }
        };
    Training training = start("self", closing);
    self.set(training);
    started.complete(null);
    training.end().handle((summary, failure) -> summary).join();
  }

  @Test
  void theLockOfARunIsFreeOnceItHasEndedAndNotBefore() {
    Training training = start("locked", event -> {});
    Path run = training.directory();
    CompletableFuture<Boolean> free =
        training
            .end()
            .thenApply(
                summary -> {
                  RunDirectory.open(run).close();
                  return true;
                });
    assertThat(free.join()).isTrue();
    training.close();
  }

  @Test
  void aRunThatIsClosedInTheMiddleHasFreedItsLockWhenCloseReturns() {
    for (int i = 0; i < 3; i++) {
      Training training = start("closed-" + i, event -> {});
      training.close();
      RunDirectory.open(training.directory()).close();
      assertThat(training.end()).isDone();
    }
  }
}
