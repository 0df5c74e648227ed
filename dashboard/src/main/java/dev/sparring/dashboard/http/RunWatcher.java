package dev.sparring.dashboard.http;

import dev.sparring.dashboard.run.RunCatalog;
import dev.sparring.dashboard.run.RunFolder;
import dev.sparring.dashboard.run.RunGlance;
import dev.sparring.dashboard.run.RunReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Follows the runs that a browser shows, on one thread, and lists the others. A run that no browser
 * asked for in the last half minute is not read. A few of the runs that were shown stay in memory.
 */
final class RunWatcher implements AutoCloseable {
  private static final int MOST_HELD = 8;
  private static final long INTERVAL_MILLIS = 500;
  private static final long LIST_MILLIS = 2_000;
  private static final long WANTED_MILLIS = 30_000;
  private final RunCatalog catalog;
  private final Map<String, Held> held = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, RunGlance> glances = new HashMap<>();
  private final Thread thread = new Thread(this::watch, "dashboard-watch");
  private List<RunGlance.Card> cards = List.of();
  private long listed;
  private volatile long wanted;
  private volatile boolean closed;

  private static final class Held {
    private final RunReader reader;
    private long wanted;

    Held(RunReader reader) {
      this.reader = reader;
    }
  }

  RunWatcher(RunCatalog catalog) {
    this.catalog = catalog;
    thread.setDaemon(true);
    thread.start();
  }

  /** The reader of a run that a browser shows; empty when there is no such run. */
  Optional<RunReader> reader(String id) throws IOException {
    Optional<RunFolder> run = catalog.find(id);
    if (run.isEmpty()) {
      return Optional.empty();
    }
    boolean fresh;
    Held found;
    synchronized (held) {
      fresh = !held.containsKey(id);
      found = held.computeIfAbsent(id, name -> new Held(new RunReader(run.get())));
      found.wanted = now();
      held.keySet().stream()
          .limit(Math.max(0, held.size() - MOST_HELD))
          .toList()
          .forEach(held::remove);
    }
    if (fresh) {
      found.reader.poll();
    }
    return Optional.of(found.reader);
  }

  /** All runs, those that wrote last first. */
  List<RunGlance.Card> cards() {
    wanted = now();
    synchronized (glances) {
      if (now() - listed > LIST_MILLIS) {
        list();
      }
      return cards;
    }
  }

  private void list() {
    catalog.refresh();
    Map<String, RunFolder> runs = catalog.all();
    glances.keySet().retainAll(runs.keySet());
    cards =
        runs.entrySet().stream()
            .map(
                run ->
                    glances
                        .computeIfAbsent(run.getKey(), id -> new RunGlance(run.getValue()))
                        .card(run.getKey()))
            .sorted((one, other) -> Long.compare(other.written(), one.written()))
            .toList();
    listed = now();
  }

  private void watch() {
    try {
      readAhead();
      while (!closed) {
        pollWanted();
        synchronized (this) {
          notifyAll();
        }
        TimeUnit.MILLISECONDS.sleep(INTERVAL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads the run that a page opens with before a browser asks for it. */
  private void readAhead() {
    List<RunGlance.Card> all = cards();
    try {
      if (!all.isEmpty()) {
        reader(all.get(0).id());
      }
    } catch (IOException e) {
      return; // the browser is told when it asks
    }
  }

  private void pollWanted() {
    List<RunReader> readers;
    synchronized (held) {
      readers =
          held.values().stream()
              .filter(it -> now() - it.wanted < WANTED_MILLIS)
              .map(it -> it.reader)
              .toList();
    }
    for (RunReader reader : readers) {
      try {
        reader.poll();
      } catch (IOException e) {
        continue; // it is read again in a moment
      }
    }
    if (now() - wanted < WANTED_MILLIS) {
      synchronized (glances) {
        if (now() - listed > LIST_MILLIS) {
          list();
        }
      }
    }
  }

  /** Waits until runs were looked at again. */
  synchronized void await() throws InterruptedException {
    wait(2 * INTERVAL_MILLIS);
  }

  boolean closed() {
    return closed;
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
  }
}
