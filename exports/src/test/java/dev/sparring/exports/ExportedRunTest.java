package dev.sparring.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpServer;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Training;
import dev.sparring.orchestrator.TrainingRequest;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole run of the bundled model that is told to all tools at once, on loopback. */
class ExportedRunTest {
  @TempDir private Path directory;

  private final List<String> notes = new CopyOnWriteArrayList<>();

  private Settings settings(String... more) {
    return Settings.load(Optional.empty(), RunFiles.tiny(directory, more)).named("one");
  }

  private static void play(Exporters exporters, TrainingRequest request) {
    try (Training training = Training.of(exporters.of(request))) {
      training.end().join();
    }
  }

  /** Numbers of TensorBoard by tag and step; a session that begins anew takes back what follows. */
  private Map<String, Map<Integer, Float>> tensorBoard(Set<String> others) throws IOException {
    Map<String, TreeMap<Integer, Float>> scalars = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory.resolve("one").resolve("tensorboard"))) {
      for (Path file : files.sorted().toList()) {
        for (Protobuf event : Protobuf.events(Files.readAllBytes(file))) {
          int step = event.has(2) ? ((Long) event.one(2)).intValue() : 0;
          if (event.has(7)) {
            scalars.values().forEach(steps -> steps.tailMap(step, true).clear());
          }
          for (Protobuf value : event.has(5) ? event.message(5).all(1) : List.<Protobuf>of()) {
            if (value.has(2)) {
              scalars
                  .computeIfAbsent(value.text(1), any -> new TreeMap<>())
                  .put(step, (Float) value.one(2));
            } else {
              others.add(value.text(1));
            }
          }
        }
      }
    }
    return new TreeMap<>(scalars);
  }

  private void assertAllOfMetricsJsonl(
      String tool, java.util.function.BiFunction<String, Integer, Double> told) throws IOException {
    List<Map<String, Double>> rows = MetricsLog.read(directory.resolve("one/metrics.jsonl"));
    assertThat(rows).hasSize(8);
    for (Map<String, Double> row : rows) {
      int step = row.get("step").intValue();
      row.forEach(
          (key, value) -> {
            if (!key.equals("step") && Double.isFinite(value)) {
              assertThat(told.apply(key, step))
                  .as("%s %s of step %d", tool, key, step)
                  .isNotNull()
                  .isEqualTo(value, within(1e-6 * Math.abs(value)));
            }
          });
    }
  }

  @Test
  void everyToolIsToldTheNumbersOfTheRun() throws IOException, InterruptedException {
    List<byte[]> spans = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          spans.add(exchange.getRequestBody().readAllBytes());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    String page;
    try (FakeMlflow mlflow = new FakeMlflow()) {
      Settings settings =
          settings(
              "evaluation.every",
              "4",
              "metrics.mlflow",
              mlflow.url(),
              "metrics.prometheus",
              "127.0.0.1:" + freePort(),
              "metrics.opentelemetry",
              "http://127.0.0.1:" + collector.getAddress().getPort());
      try (Exporters exporters = Exporters.open(settings, notes::add)) {
        play(exporters, TrainingRequest.start(settings));
        page = get("http://" + settings.metrics().prometheus() + "/metrics");
      }
      assertAllOfMetricsJsonl("MLflow", (key, step) -> mlflow.metric("run0", key).get(step));
      assertThat(mlflow.status.get("run0")).isEqualTo("FINISHED");
    } finally {
      collector.stop(0);
    }
    Set<String> others = new TreeSet<>();
    Map<String, Map<Integer, Float>> scalars = tensorBoard(others);
    assertAllOfMetricsJsonl("TensorBoard", (key, step) -> scalars.get(key).get(step).doubleValue());
    assertThat(scalars.get("eval/greedy")).containsOnlyKeys(0, 4, 8);
    assertThat(others).contains("problems", "solver/rewards", "solver/lengths", "proposer/lengths");
    scraped(page);
    traced(spans);
    assertThat(notes).isEmpty();
  }

  /** The page says of every metric of the last round what metrics.jsonl says. */
  private void scraped(String page) throws IOException {
    Map<String, Double> samples = new TreeMap<>();
    Matcher sample = Pattern.compile("(?m)^(sparring_\\w+)\\{([^}]*)\\} (\\S+)$").matcher(page);
    while (sample.find()) {
      assertThat(sample.group(2)).contains("run=\"one\"").contains("task=\"addition\"");
      samples.put(sample.group(1), Double.parseDouble(sample.group(3)));
    }
    List<Map<String, Double>> rows = MetricsLog.read(directory.resolve("one/metrics.jsonl"));
    rows.get(7)
        .forEach(
            (key, value) ->
                assertThat(samples.get(PrometheusExporter.name(key)))
                    .as(key)
                    .isNotNull()
                    .isEqualTo(value));
    assertThat(samples)
        .containsEntry("sparring_ended", 1.0)
        .containsEntry("sparring_steps", 8.0)
        .containsEntry("sparring_checkpoints_total", 5.0)
        .containsEntry("sparring_workers", 1.0)
        .containsKey("sparring_quiet_seconds");
  }

  private static void traced(List<byte[]> requests) throws IOException {
    Map<String, List<Protobuf>> spans = new TreeMap<>();
    for (byte[] request : requests) {
      for (Protobuf resource : Protobuf.of(request).all(1)) {
        for (Protobuf scope : resource.all(2)) {
          for (Protobuf span : scope.all(2)) {
            spans.computeIfAbsent(span.text(5), any -> new ArrayList<>()).add(span);
          }
        }
      }
    }
    assertThat(spans.get("round")).hasSize(8);
    assertThat(spans.get("checkpoint")).hasSize(5);
    assertThat(spans).containsKeys("propose", "solve", "learn", "Generate", "Learn", "Save", "end");
    Set<String> rounds = new TreeSet<>();
    spans.get("round").forEach(round -> rounds.add(hex(round.one(2))));
    assertThat(spans.get("Learn"))
        .allSatisfy(
            span -> {
              assertThat(rounds).contains(hex(span.one(4)));
              assertThat((Long) span.one(8)).isGreaterThan((Long) span.one(7));
            });
  }

  private static String hex(Object bytes) {
    return HexFormat.of().formatHex((byte[]) bytes);
  }

  @Test
  void aResumedRunTakesBackWhatTensorBoardHasOfRoundsThatArePlayedAgain() throws IOException {
    Settings all = settings("learn.decay", "constant");
    try (Exporters exporters = Exporters.open(all, notes::add)) {
      play(exporters, TrainingRequest.start(all));
    }
    Path run = directory.resolve("one");
    Files.delete(run.resolve("summary.json")); // as if it had been killed,
    for (String newest : List.of("000006", "000008")) { // and its checkpoints were lost
      Path checkpoint = run.resolve("checkpoints").resolve(newest);
      try (Stream<Path> files = Files.list(checkpoint)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(checkpoint);
    }
    try (Exporters exporters = Exporters.open(all, notes::add)) {
      play(exporters, TrainingRequest.resume(run, all));
    }
    Map<String, Map<Integer, Float>> scalars = tensorBoard(new TreeSet<>());
    assertAllOfMetricsJsonl("TensorBoard", (key, step) -> scalars.get(key).get(step).doubleValue());
  }

  @Test
  void aPortThatIsTakenIsSaidInOneLineBeforeTheRunBegins() throws IOException {
    HttpServer taken =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String address = "127.0.0.1:" + taken.getAddress().getPort();
    try {
      assertThatThrownBy(() -> Exporters.open(settings("metrics.prometheus", address), notes::add))
          .isInstanceOf(ExportException.class)
          .hasMessageStartingWith(
              "Prometheus can't be served on metrics.prometheus, " + address + ": ")
          .hasMessageEndingWith("choose another address or leave it empty");
    } finally {
      taken.stop(0);
    }
  }

  @Test
  void aCollectorThatIsAwayIsSaidOnceAndHoldsNothingUp() throws IOException {
    Settings settings =
        settings("metrics.opentelemetry", "http://127.0.0.1:" + freePort(), "run.steps", "2");
    try (Exporters exporters = Exporters.open(settings, notes::add)) {
      play(exporters, TrainingRequest.start(settings));
    }
    assertThat(notes)
        .containsExactly(
            "spans can't be sent to "
                + settings.metrics().opentelemetry()
                + " and are lost until it answers");
  }

  private static int freePort() throws IOException {
    try (java.net.ServerSocket socket =
        new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String get(String url) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
