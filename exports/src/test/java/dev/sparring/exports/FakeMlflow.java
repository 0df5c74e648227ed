package dev.sparring.exports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A tracking server of MLflow, as far as runs need it. It keeps what it was told when it is away.
 */
final class FakeMlflow implements AutoCloseable {
  /** Values by run, key and step. */
  final Map<String, Map<String, Map<Integer, Double>>> metrics = new TreeMap<>();

  final Map<String, Map<String, String>> parameters = new TreeMap<>();
  final Map<String, String> status = new TreeMap<>();
  final Map<String, String> ids = new TreeMap<>();
  final AtomicInteger requests = new AtomicInteger();
  final AtomicInteger duplicates = new AtomicInteger();

  /** How many of the next requests are done and then not answered. */
  final AtomicInteger forgotten = new AtomicInteger();

  private boolean experiment;
  private HttpServer server;
  private int port;

  FakeMlflow() throws IOException {
    open();
  }

  void open() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    port = server.getAddress().getPort();
    server.createContext("/", this::handle);
    server.start();
  }

  /** Is away until it is opened again. */
  void away() {
    server.stop(0);
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String path = exchange.getRequestURI().getPath().replace("/api/2.0/mlflow/", "");
    byte[] body = exchange.getRequestBody().readAllBytes();
    JsonNode asked = Json.MAPPER.readTree(body.length == 0 ? "{}".getBytes() : body);
    ObjectNode answer = Json.MAPPER.createObjectNode();
    int code;
    synchronized (this) {
      code = answer(path, asked, answer);
    }
    if (forgotten.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      exchange.close();
      return;
    }
    byte[] bytes = Json.MAPPER.writeValueAsBytes(answer);
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private int answer(String path, JsonNode asked, ObjectNode answer) {
    String run = asked.path("run_id").asText();
    switch (path) {
      case "experiments/get-by-name" -> {
        if (!experiment) {
          answer.put("error_code", "RESOURCE_DOES_NOT_EXIST").put("message", "no such experiment");
          return 404;
        }
        answer.putObject("experiment").put("experiment_id", "7");
      }
      case "experiments/create" -> {
        experiment = true;
        answer.put("experiment_id", "7");
      }
      case "runs/search" ->
          ids.forEach(
              (id, tagged) -> {
                if (asked.path("filter").asText().contains(tagged)) {
                  answer.putArray("runs").addObject().putObject("info").put("run_id", id);
                }
              });
      case "runs/create" -> {
        String id = "run" + ids.size();
        ids.put(id, asked.path("tags").path(0).path("value").asText());
        answer.putObject("run").putObject("info").put("run_id", id);
      }
      case "runs/update" -> status.put(run, asked.path("status").asText());
      case "runs/log-batch" -> {
        if (asked.path("metrics").size() > 1000 || asked.path("params").size() > 100) {
          answer.put("error_code", "INVALID_PARAMETER_VALUE").put("message", "too many");
          return 400;
        }
        asked
            .path("params")
            .forEach(
                param ->
                    parameters
                        .computeIfAbsent(run, any -> new TreeMap<>())
                        .put(param.path("key").asText(), param.path("value").asText()));
        asked.path("metrics").forEach(metric -> metric(run, metric));
      }
      default -> {
        return 404;
      }
    }
    return 200;
  }

  private void metric(String run, JsonNode metric) {
    Double before =
        metrics
            .computeIfAbsent(run, any -> new TreeMap<>())
            .computeIfAbsent(metric.path("key").asText(), any -> new TreeMap<>())
            .put(metric.path("step").asInt(), metric.path("value").asDouble());
    if (before != null) {
      duplicates.incrementAndGet();
    }
  }

  /** The steps of a metric. */
  synchronized Map<Integer, Double> metric(String run, String key) {
    return new TreeMap<>(metrics.getOrDefault(run, Map.of()).getOrDefault(key, Map.of()));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
