package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.Await;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SubscriberQueueTest {
  private final List<RunEvent> seen = Collections.synchronizedList(new ArrayList<>());

  private static RunEvent note(int i) {
    return new RunEvent.Note("n" + i);
  }

  @Test
  void eventsArriveInOrderAndAllOfThemBeforeTheQueueIsClosed() {
    List<RunEvent> sent = IntStream.range(0, 100).mapToObj(SubscriberQueueTest::note).toList();
    try (SubscriberQueue queue = new SubscriberQueue(seen::add)) {
      sent.forEach(queue);
    }
    assertThat(seen).isEqualTo(sent);
  }

  @Test
  void aSubscriberThatThrowsGoesOnReceiving() {
    Consumer<RunEvent> throwing =
        event -> {
          seen.add(event);
          throw new IllegalStateException("no");
        };
    try (SubscriberQueue queue = new SubscriberQueue(throwing)) {
      queue.accept(note(1));
      queue.accept(note(2));
    }
    assertThat(seen).containsExactly(note(1), note(2));
  }

  @Test
  void aSubscriberThatHangsBlocksNobodyAndIsToldWhatItMissed() throws InterruptedException {
    CountDownLatch hang = new CountDownLatch(1);
    Consumer<RunEvent> slow =
        event -> {
          seen.add(event);
          if (event.equals(note(-1))) {
            awaitUninterruptibly(hang);
          }
        };
    List<RunEvent> other = Collections.synchronizedList(new ArrayList<>());
    try (RunEvents events = new RunEvents(List.of(slow, other::add))) {
      events.accept(note(-1));
      Await.until(() -> seen.contains(note(-1)));
      for (int i = 0; i < 3 * SubscriberQueue.CAPACITY; i++) {
        events.accept(note(i));
        int sent = i + 2;
        if (sent % (SubscriberQueue.CAPACITY / 2) == 0) {
          Await.until(() -> other.size() == sent);
        }
      }
      hang.countDown();
    }
    assertThat(seen).hasSize(SubscriberQueue.CAPACITY + 2);
    assertThat(seen.get(1)).isEqualTo(new RunEvent.EventsDropped(2L * SubscriberQueue.CAPACITY));
    assertThat(other).hasSize(3 * SubscriberQueue.CAPACITY + 1);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
