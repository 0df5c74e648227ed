package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

final class ListenerQueueTest {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

  @Test
  void eventsArriveInOrderAndAllOfThemBeforeTheQueueIsClosed() {
    try (ListenerQueue queue = new ListenerQueue(noting())) {
      for (int i = 0; i < 100; i++) {
        queue.note("n" + i);
      }
    }
    assertThat(seen).hasSize(100).startsWith("n0", "n1").endsWith("n99");
  }

  @Test
  void aListenerThatThrowsGoesOnReceiving() {
    RunListener throwing =
        new RunListener() {
          @Override
          public void round(int step, int steps, Map<String, Double> metrics) {
            seen.add("round " + step);
            throw new IllegalStateException("no");
          }
        };
    try (ListenerQueue queue = new ListenerQueue(throwing)) {
      queue.round(1, 2, Map.of());
      queue.round(2, 2, Map.of());
    }
    assertThat(seen).containsExactly("round 1", "round 2");
  }

  @Test
  void aListenerThatHangsBlocksNobodyAndIsToldWhatItMissed() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    RunListener slow =
        new RunListener() {
          @Override
          public void note(String line) {
            seen.add(line);
            if (line.equals("hang")) {
              awaitUninterruptibly(hang);
            }
          }
        };
    try (ListenerQueue queue = new ListenerQueue(slow)) {
      queue.note("hang");
      Await.until(() -> seen.contains("hang"));
      for (int i = 0; i < 3 * ListenerQueue.CAPACITY; i++) {
        queue.note("n" + i);
      }
      hang.countDown();
    }
    assertThat(seen).hasSize(ListenerQueue.CAPACITY + 2);
    assertThat(seen.get(1))
        .isEqualTo(2 * ListenerQueue.CAPACITY + " events were dropped: this listener is too slow");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private RunListener noting() {
    return new RunListener() {
      @Override
      public void note(String line) {
        seen.add(line);
      }
    };
  }
}
