package dev.sparring.orchestrator;

import dev.sparring.policy.hub.DownloadListener;
import java.util.List;
import java.util.function.Consumer;

/** Hands each event of a run to every subscriber's own queue. */
final class RunEvents implements Consumer<RunEvent>, DownloadListener, AutoCloseable {
  private final List<SubscriberQueue> queues;

  RunEvents(List<? extends Consumer<? super RunEvent>> subscribers) {
    this.queues = subscribers.stream().map(SubscriberQueue::new).toList();
  }

  @Override
  public void accept(RunEvent event) {
    queues.forEach(queue -> queue.accept(event));
  }

  @Override
  public void downloading(String file, long bytes, long size) {
    accept(new RunEvent.Downloading(file, bytes, size));
  }

  @Override
  public void note(String line) {
    accept(new RunEvent.Note(line));
  }

  /** Whether the current thread is one that delivers events. */
  boolean isDelivering() {
    return queues.stream().anyMatch(SubscriberQueue::isDelivering);
  }

  /** Waits until every subscriber has what is queued for it, but not for one that hangs. */
  @Override
  public void close() {
    queues.forEach(SubscriberQueue::close);
  }
}
