package dev.sparring.dashboard.http;

import com.sun.net.httpserver.HttpExchange;
import dev.sparring.dashboard.run.Json;
import dev.sparring.dashboard.run.MetricsRow;
import dev.sparring.dashboard.run.RunGlance;
import dev.sparring.dashboard.run.RunReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Server-sent events ({@code /api/events?run=ID:STEP&run=…}, STEP being the last round that the
 * page has). Each stream has a thread of its own, so a slow browser delays nobody else; there are
 * few streams at a time, and each ends after a while and is opened again by the browser.
 *
 * <pre>
 * event: runs      the list of runs, when it has changed
 * event: overview  a run, its series aside, when it has changed
 * event: rounds    new rounds of a run
 * event: reload    more came than events should carry, or the run was taken back
 * </pre>
 */
final class EventStream {
  private static final int MOST_STREAMS = 16;
  private static final int MOST_RUNS = 8;
  private static final int MOST_ROWS = 64;
  private static final long LIFE_SECONDS = 100;
  private static final long HEARTBEAT_SECONDS = 10;
  private final Semaphore places = new Semaphore(MOST_STREAMS);
  private final RunWatcher watcher;

  EventStream(RunWatcher watcher) {
    this.watcher = watcher;
  }

  /** What one browser has of one run. */
  private static final class Seen {
    private long version = -1;
    private int step;

    Seen(int step) {
      this.step = step;
    }
  }

  void handle(HttpExchange exchange, Request request)
      throws IOException, Request.BadRequestException {
    Map<String, Seen> runs = new LinkedHashMap<>();
    for (String run : request.parameters().getOrDefault("run", List.of())) {
      int colon = run.lastIndexOf(':');
      if (colon < 0 || runs.size() == MOST_RUNS) {
        throw new Request.BadRequestException("up to 8 runs as ID:STEP are expected");
      }
      runs.put(run.substring(0, colon), new Seen(Request.whole(run.substring(colon + 1))));
    }
    if (!places.tryAcquire()) {
      exchange.getResponseHeaders().set("Retry-After", "10");
      Reply.text(exchange, 503, "too many pages are open");
      return;
    }
    try {
      stream(exchange, runs);
    } finally {
      places.release();
    }
  }

  private void stream(HttpExchange exchange, Map<String, Seen> runs) throws IOException {
    Reply.headers(exchange.getResponseHeaders());
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    long begun = System.nanoTime();
    long beat = begun;
    List<RunGlance.Card> cards = List.of();
    try (OutputStream out = exchange.getResponseBody()) {
      out.write("retry: 1000\n\n".getBytes(StandardCharsets.US_ASCII));
      while (!watcher.closed() && seconds(begun) < LIFE_SECONDS) {
        boolean said = false;
        for (Map.Entry<String, Seen> run : runs.entrySet()) {
          said |= send(out, run.getKey(), run.getValue());
        }
        List<RunGlance.Card> now = watcher.cards();
        if (!now.equals(cards)) {
          cards = now;
          event(out, "runs", Json.MAPPER.writeValueAsBytes(cards));
          said = true;
        }
        if (!said && seconds(beat) >= HEARTBEAT_SECONDS) {
          out.write(":\n\n".getBytes(StandardCharsets.US_ASCII));
          said = true;
        }
        if (said) {
          out.flush();
          beat = System.nanoTime();
        }
        watcher.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      exchange.close();
    }
  }

  private static long seconds(long since) {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since);
  }

  private boolean send(OutputStream out, String id, Seen seen) throws IOException {
    Optional<RunReader> run = watcher.reader(id);
    if (run.isEmpty() || run.get().version() == seen.version) {
      return false;
    }
    RunReader reader = run.get();
    seen.version = reader.version();
    int last = reader.last();
    if (last < seen.step || reader.after(seen.step) > MOST_ROWS) {
      event(out, "reload", Json.MAPPER.writeValueAsBytes(Map.of("id", id)));
    } else if (last > seen.step) {
      List<MetricsRow> rows = new ArrayList<>();
      reader.after(seen.step, rows::add);
      event(out, "rounds", SeriesJson.of(id, rows));
    }
    seen.step = last;
    event(out, "overview", Json.MAPPER.writeValueAsBytes(reader.overview(id)));
    return true;
  }

  private static void event(OutputStream out, String name, byte[] json) throws IOException {
    out.write(("event: " + name + "\ndata: ").getBytes(StandardCharsets.US_ASCII));
    out.write(json); // one line: JSON escapes line ends
    out.write("\n\n".getBytes(StandardCharsets.US_ASCII));
  }
}
