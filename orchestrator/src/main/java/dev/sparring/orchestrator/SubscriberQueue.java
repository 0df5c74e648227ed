package dev.sparring.orchestrator;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to a subscriber on a thread of its own, so that a subscriber that throws, is slow
 * or hangs does not touch the run. The queue is bounded: while it is full, events are dropped and
 * counted, and the subscriber is told how many were.
 */
final class SubscriberQueue implements Consumer<RunEvent>, AutoCloseable {
  /** Events that wait at most. */
  static final int CAPACITY = 1024;

  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(SubscriberQueue.class);

  private final Consumer<? super RunEvent> subscriber;

  /** An empty entry is the end. */
  private final BlockingQueue<Optional<RunEvent>> events = new ArrayBlockingQueue<>(CAPACITY + 1);

  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;

  SubscriberQueue(Consumer<? super RunEvent> subscriber) {
    this.subscriber = subscriber;
    this.thread = new Thread(this::deliver, "sparring-subscriber");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void accept(RunEvent event) {
    if (events.remainingCapacity() <= 1 || !events.offer(Optional.of(event))) {
      dropped.incrementAndGet();
    }
  }

  private void deliver() {
    try {
      Optional<RunEvent> event = events.take();
      while (event.isPresent()) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          call(new RunEvent.EventsDropped(lost));
        }
        call(event.get());
        event = events.take();
      }
    } catch (InterruptedException e) {
      LOG.warn("a subscriber did not return within {} s of the run's end", DRAIN.toSeconds());
    }
  }

  private void call(RunEvent event) {
    try {
      subscriber.accept(event);
    } catch (RuntimeException e) {
      LOG.warn("a subscriber failed; the run goes on", e);
    }
  }

  /** Whether the current thread delivers the events. */
  boolean isDelivering() {
    return Thread.currentThread() == thread;
  }

  /**
   * Waits until the events that are queued have been delivered, but not for a subscriber that
   * hangs.
   */
  @Override
  public void close() {
    try {
      events.put(Optional.empty());
      thread.join(DRAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
