package dev.sparring.dashboard.http;

import com.sun.net.httpserver.HttpExchange;
import dev.sparring.dashboard.run.ActorLogs;
import dev.sparring.dashboard.run.Json;
import dev.sparring.dashboard.run.RoundPage;
import dev.sparring.dashboard.run.RoundQuery;
import dev.sparring.dashboard.run.RunReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the page asks for:
 *
 * <pre>
 * /api/runs                                    the list of runs
 * /api/runs/ID                                 one run, its series aside
 * /api/runs/ID/series?from=K&amp;to=K              metrics of all rounds, or of some
 * /api/runs/ID/rounds/K?show=&amp;q=&amp;page=         problems of a round with their answers
 * /api/runs/ID/rounds/K?problem=P&amp;page=        one problem with more of its answers
 * /api/runs/ID/rounds/K/texts/LINE/FIELD?from= a part of a long text
 * /api/runs/ID/logs/ACTOR                      the newest lines of a log
 * /api/runs/ID/configuration                   run.conf
 * </pre>
 */
final class Api {
  private static final int LOG_BYTES = 1 << 16;
  private static final Set<String> FIELDS =
      Set.of("text", "problem", "truth", "label", "answer", "format", "outcome", "rejection");
  private final RunWatcher watcher;

  Api(RunWatcher watcher) {
    this.watcher = watcher;
  }

  /** Answers a request whose path begins with {@code /api/runs}. */
  void handle(HttpExchange exchange, Request request)
      throws IOException, Request.BadRequestException {
    List<String> path = request.segments().subList(2, request.segments().size());
    if (path.isEmpty()) {
      Reply.json(exchange, Json.MAPPER.writeValueAsBytes(watcher.cards()));
      return;
    }
    Optional<RunReader> run = watcher.reader(path.get(0));
    if (run.isEmpty()) {
      Reply.text(exchange, 404, "there is no such run");
    } else {
      run(exchange, request, run.get(), path);
    }
  }

  private void run(HttpExchange exchange, Request request, RunReader run, List<String> path)
      throws IOException, Request.BadRequestException {
    String what = path.size() == 1 ? "" : path.get(1);
    if (path.size() == 1) {
      Reply.json(exchange, Json.MAPPER.writeValueAsBytes(run.overview(path.get(0))));
    } else if (path.size() == 2 && what.equals("series")) {
      series(exchange, request, run);
    } else if (path.size() == 2 && what.equals("configuration")) {
      byte[] text = run.configuration().text().getBytes(StandardCharsets.UTF_8);
      Reply.bytes(exchange, 200, "text/plain; charset=utf-8", text);
    } else if (path.size() == 3 && what.equals("logs")) {
      List<String> lines = new ActorLogs(run.run()).tail(path.get(2), LOG_BYTES);
      Reply.json(exchange, Json.MAPPER.writeValueAsBytes(Map.of("lines", lines)));
    } else if (path.size() == 3 && what.equals("rounds")) {
      round(exchange, request, run, Request.whole(path.get(2)));
    } else if (path.size() == 6 && what.equals("rounds") && path.get(3).equals("texts")) {
      text(exchange, request, run, path);
    } else {
      Reply.text(exchange, 404, "there is nothing at this address");
    }
  }

  private static void series(HttpExchange exchange, Request request, RunReader run)
      throws IOException, Request.BadRequestException {
    if (request.parameters().containsKey("from")) {
      int from = request.whole("from", 0);
      int to = request.whole("to", 999_999_999);
      Reply.json(exchange, SeriesJson.of(run.series(from, to)));
    } else {
      byte[][] bytes = new byte[1][];
      run.series(table -> bytes[0] = SeriesJson.of(table));
      Reply.json(exchange, bytes[0]);
    }
  }

  private static void round(HttpExchange exchange, Request request, RunReader run, int step)
      throws IOException, Request.BadRequestException {
    if (!run.run().hasRollouts(step)) {
      Reply.text(exchange, 404, "round " + step + " has no rollouts");
      return;
    }
    RoundQuery query =
        new RoundQuery(
            RoundQuery.Show.named(request.text("show", "all")),
            request.text("q", ""),
            Optional.ofNullable(request.text("problem", null)),
            request.whole("page", 0));
    Reply.json(exchange, Json.MAPPER.writeValueAsBytes(RoundPage.of(run.run(), step, query)));
  }

  private static void text(HttpExchange exchange, Request request, RunReader run, List<String> path)
      throws IOException, Request.BadRequestException {
    int step = Request.whole(path.get(2));
    if (!run.run().hasRollouts(step) || !FIELDS.contains(path.get(5))) {
      Reply.text(exchange, 404, "there is no such text");
      return;
    }
    int line = Request.whole(path.get(4));
    int from = request.whole("from", 0);
    Reply.json(
        exchange,
        Json.MAPPER.writeValueAsBytes(RoundPage.text(run.run(), step, line, path.get(5), from)));
  }
}
