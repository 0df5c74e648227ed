package dev.sparring.exports;

import dev.sparring.orchestrator.RunEvent;
import java.util.function.Consumer;

/**
 * Tells another tool what happens in a run. It is called on a thread of its own and returns soon,
 * because a subscriber that is slow misses events.
 */
interface Exporter extends Consumer<RunEvent>, AutoCloseable {
  /** Sends what is left, within a few seconds; no event comes after that. */
  @Override
  void close();
}
