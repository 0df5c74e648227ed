package dev.sparring.exports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.hub.HttpClients;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * MLflow's REST interface, version 2.0, as far as a run needs it. Names of the environment are
 * those that MLflow's own clients read: {@code MLFLOW_TRACKING_TOKEN}, {@code
 * MLFLOW_TRACKING_USERNAME} and {@code MLFLOW_TRACKING_PASSWORD}, {@code MLFLOW_EXPERIMENT_NAME}.
 */
final class MlflowClient {
  /** Metrics in one request, at most; the server takes no more. */
  static final int METRICS = 1000;

  private static final int PARAMETERS = 100;
  private static final int LETTERS = 500;
  private static final int ANSWER = 1 << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** The server has answered that it won't do this. Asking again is of no use. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    RefusedException(String code, String message) {
      super(message);
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  private final String base;
  private final Map<String, String> environment;
  private final HttpClient client =
      HttpClients.builder().connectTimeout(Duration.ofSeconds(5)).build();

  MlflowClient(String url, Map<String, String> environment) {
    this.base = url.replaceAll("/+$", "") + "/api/2.0/mlflow/";
    this.environment = environment;
  }

  /** The run with this tag, made if there is none. */
  String run(String id, String name, long begun)
      throws IOException, InterruptedException, RefusedException {
    String experiment = experiment();
    ObjectNode search = Json.MAPPER.createObjectNode();
    search.putArray("experiment_ids").add(experiment);
    search.put("filter", "tags.`sparring.id` = '" + id + "'").put("max_results", 1);
    JsonNode found = post("runs/search", search).path("runs").path(0);
    if (!found.isMissingNode()) {
      return found.path("info").path("run_id").asText();
    }
    ObjectNode create = Json.MAPPER.createObjectNode();
    create.put("experiment_id", experiment).put("run_name", name).put("start_time", begun);
    ArrayNode tags = create.putArray("tags");
    tags.addObject().put("key", "sparring.id").put("value", id);
    tags.addObject().put("key", "mlflow.source.name").put("value", "sparring");
    return post("runs/create", create).path("run").path("info").path("run_id").asText();
  }

  private String experiment() throws IOException, InterruptedException, RefusedException {
    String name = environment.getOrDefault("MLFLOW_EXPERIMENT_NAME", "sparring");
    try {
      return get("experiments/get-by-name?experiment_name="
              + URLEncoder.encode(name, StandardCharsets.UTF_8))
          .path("experiment")
          .path("experiment_id")
          .asText();
    } catch (RefusedException e) {
      if (!e.code().equals("RESOURCE_DOES_NOT_EXIST")) {
        throw e;
      }
      ObjectNode create = Json.MAPPER.createObjectNode().put("name", name);
      return post("experiments/create", create).path("experiment_id").asText();
    }
  }

  /** Adds parameters, which a run can be given once. */
  void parameters(String run, Map<String, String> values)
      throws IOException, InterruptedException, RefusedException {
    List<Map.Entry<String, String>> all = new ArrayList<>(values.entrySet());
    for (int from = 0; from < all.size(); from += PARAMETERS) {
      ObjectNode batch = Json.MAPPER.createObjectNode().put("run_id", run);
      ArrayNode params = batch.putArray("params");
      for (Map.Entry<String, String> value :
          all.subList(from, Math.min(all.size(), from + PARAMETERS))) {
        String text = value.getValue();
        params
            .addObject()
            .put("key", key(value.getKey()))
            .put("value", text.substring(0, Math.min(text.length(), LETTERS)));
      }
      post("runs/log-batch", batch);
    }
  }

  /** Adds metrics. The server recognises those that it has already. */
  void metrics(String run, List<MetricSpool.Entry> entries)
      throws IOException, InterruptedException, RefusedException {
    ObjectNode batch = Json.MAPPER.createObjectNode().put("run_id", run);
    ArrayNode metrics = batch.putArray("metrics");
    for (MetricSpool.Entry entry : entries) {
      for (Map.Entry<String, Double> metric : entry.metrics().entrySet()) {
        if (metrics.size() == METRICS) {
          post("runs/log-batch", batch);
          metrics.removeAll();
        }
        metrics
            .addObject()
            .put("key", key(metric.getKey()))
            .put("value", metric.getValue())
            .put("timestamp", entry.at())
            .put("step", entry.step());
      }
    }
    post("runs/log-batch", batch);
  }

  /**
   * Says how the run stands.
   *
   * @param status {@code RUNNING}, {@code FINISHED}, {@code FAILED} or {@code KILLED}
   * @param ended milliseconds since 1970, of a run that has ended
   */
  void status(String run, String status, Optional<Long> ended)
      throws IOException, InterruptedException, RefusedException {
    ObjectNode update = Json.MAPPER.createObjectNode().put("run_id", run).put("status", status);
    ended.ifPresent(at -> update.put("end_time", at));
    post("runs/update", update);
  }

  /** MLflow takes letters, digits and some marks in names. */
  private static String key(String name) {
    return name.replaceAll("[^A-Za-z0-9_./ -]", "_");
  }

  private JsonNode get(String path) throws IOException, InterruptedException, RefusedException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, ObjectNode body)
      throws IOException, InterruptedException, RefusedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
    String token = environment.get("MLFLOW_TRACKING_TOKEN");
    String user = environment.get("MLFLOW_TRACKING_USERNAME");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    } else if (user != null) {
      String both = user + ":" + environment.getOrDefault("MLFLOW_TRACKING_PASSWORD", "");
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return request;
  }

  private JsonNode send(HttpRequest request)
      throws IOException, InterruptedException, RefusedException {
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    byte[] body;
    try (InputStream in = answer.body()) {
      body = in.readNBytes(ANSWER);
    }
    int code = answer.statusCode();
    if (code == 200) {
      return parse(body);
    } else if (code >= 500 || code == 408 || code == 425 || code == 429) {
      throw new IOException("it answers " + code);
    }
    JsonNode error = parse(body);
    String said = RolloutSummary.shown(error.path("message").asText("no reason"));
    throw new RefusedException(
        error.path("error_code").asText(), "it answers " + code + ": " + said.replace('\n', ' '));
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      return json == null ? Json.MAPPER.createObjectNode() : json;
    } catch (JsonProcessingException e) {
      throw new IOException("its answer is no JSON", e);
    }
  }
}
