package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NativeCallGateTest {
  private final NativeCallGate calls = new NativeCallGate();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch enough = new CountDownLatch(1);

  @Test
  void theEndWaitsForACallAndNoneBeginsAfterIt() throws Exception {
    CompletableFuture<String> one = CompletableFuture.supplyAsync(() -> calls.make(this::compute));
    begun.await();
    assertThat(calls.end(0)).isFalse();

    CompletableFuture<Boolean> end = new CompletableFuture<>();
    thread(() -> end.complete(calls.end(60)));
    enough.countDown();
    assertThat(end.get(60, TimeUnit.SECONDS)).isTrue();
    assertThat(one.get(60, TimeUnit.SECONDS)).isEqualTo("computed");

    CompletableFuture<String> late = new CompletableFuture<>();
    thread(() -> late.complete(calls.make(() -> "late")));
    assertThat(late.copy().completeOnTimeout("never", 200, TimeUnit.MILLISECONDS).join())
        .isEqualTo("never");
  }

  private String compute() {
    begun.countDown();
    try {
      enough.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return "computed";
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }
}
