package dev.sparring.orchestrator;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to a listener on a thread of its own, so that a listener that throws, is slow or
 * hangs does not touch the run. The queue is bounded: while it is full, events are dropped and
 * counted, and the listener is told how many were.
 */
final class ListenerQueue implements RunListener, AutoCloseable {
  /** Events that wait at most. */
  static final int CAPACITY = 1024;

  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);
  private static final Runnable END = () -> {};

  private final RunListener listener;
  private final BlockingQueue<Runnable> events = new ArrayBlockingQueue<>(CAPACITY + 1);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread thread;

  ListenerQueue(RunListener listener) {
    this.listener = listener;
    this.thread = new Thread(this::deliver, "sparring-listener");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void downloading(String file, long bytes, long size) {
    offer(() -> listener.downloading(file, bytes, size));
  }

  @Override
  public void note(String line) {
    offer(() -> listener.note(line));
  }

  @Override
  public void evaluating(String when, int answers) {
    offer(() -> listener.evaluating(when, answers));
  }

  @Override
  public void evaluated(String when, Map<String, Double> metrics) {
    Map<String, Double> copy = Map.copyOf(metrics);
    offer(() -> listener.evaluated(when, copy));
  }

  @Override
  public void round(int step, int steps, Map<String, Double> metrics) {
    Map<String, Double> copy = Map.copyOf(metrics);
    offer(() -> listener.round(step, steps, copy));
  }

  private void offer(Runnable event) {
    if (events.remainingCapacity() <= 1 || !events.offer(event)) {
      dropped.incrementAndGet();
    }
  }

  private void deliver() {
    try {
      for (Runnable event = events.take(); event != END; event = events.take()) {
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
          call(() -> listener.note(lost + " events were dropped: this listener is too slow"));
        }
        call(event);
      }
    } catch (InterruptedException e) {
      LOG.warn("a listener did not return within {} s of the run's end", DRAIN.toSeconds());
    }
  }

  private static void call(Runnable event) {
    try {
      event.run();
    } catch (RuntimeException e) {
      LOG.warn("a listener failed; the run goes on", e);
    }
  }

  /** Whether the current thread delivers the events. */
  boolean isDelivering() {
    return Thread.currentThread() == thread;
  }

  /**
   * Waits until the events that are queued have been delivered, but not for a listener that hangs.
   */
  @Override
  public void close() {
    try {
      events.put(END);
      thread.join(DRAIN.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
