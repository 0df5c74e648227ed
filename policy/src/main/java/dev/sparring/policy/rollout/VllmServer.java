package dev.sparring.policy.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.policy.hub.HttpClients;
import dev.sparring.policy.rollout.CompletionAnswer.Asked;
import dev.sparring.policy.rollout.ServerFault.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP interface of one vLLM server, as version 0.32 has it. */
final class VllmServer {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final Set<Integer> DENIED = Set.of(401, 403);
  private static final int FAILED = 500;
  private static final int SHORT_ANSWER = 1 << 22;
  private static final int SHOWN = 200;
  private static final Duration CONNECTING = Duration.ofSeconds(5);

  private final String address;
  private final Optional<String> token;
  private final Duration timeout;
  private final HttpClient http =
      HttpClients.builder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(CONNECTING)
          .build();

  /**
   * A client.
   *
   * @param address without a slash at its end
   * @param token that the server asks for (its {@code --api-key})
   * @param timeout of one request
   */
  VllmServer(String address, Optional<String> token, Duration timeout) {
    this.address = address.replaceAll("/+$", "");
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * What a server serves.
   *
   * @param base name of the model
   * @param root directory or hub name that it was loaded from; empty when the server does not say
   * @param context most tokens of prompt and completion together; 0 when it does not say
   * @param adapters directory of each adapter, by name
   */
  record Models(String base, String root, int context, Map<String, String> adapters) {}

  String address() {
    return address;
  }

  /** Asks what is served. */
  Models models() throws ServerFault {
    JsonNode json = CompletionAnswer.tree(require("/v1/models", wait(get("/v1/models"))));
    String base = "";
    String root = "";
    int context = 0;
    Map<String, String> adapters = new LinkedHashMap<>();
    for (JsonNode model : json.path("data")) {
      if (model.hasNonNull("parent")) {
        adapters.put(model.path("id").asText(), model.path("root").asText());
      } else if (base.isEmpty()) {
        base = model.path("id").asText();
        root = model.path("root").asText("");
        context = model.path("max_model_len").asInt();
      }
    }
    if (base.isEmpty()) {
      throw new ServerFault(Kind.BROKEN, "its /v1/models names no model");
    }
    return new Models(base, root, context, adapters);
  }

  /** Has it load an adapter. */
  void load(String name, String path) throws ServerFault {
    ObjectNode body = CompletionAnswer.STRICT.createObjectNode();
    body.put("lora_name", name).put("lora_path", path);
    HttpResponse<byte[]> response = wait(post("/v1/load_lora_adapter", body, SHORT_ANSWER));
    String said = said(response);
    if (response.statusCode() == NOT_FOUND && said.contains("No adapter found")) {
      throw new ServerFault(
          Kind.REFUSED,
          "it does not see "
              + path
              + "; policy.rollout.adapters must be a directory that it can read, and"
              + " policy.rollout.adapters-as the same directory as it sees it");
    } else if (response.statusCode() == NOT_FOUND) {
      throw new ServerFault(
          Kind.REFUSED,
          "it loads no adapters; start it with VLLM_ALLOW_RUNTIME_LORA_UPDATING=1 and --enable-lora");
    } else if (said.contains("max_lora_rank")) {
      throw new ServerFault(
          Kind.REFUSED,
          said + "; start it with a larger --max-lora-rank, or set policy.adapter.rank");
    }
    require("/v1/load_lora_adapter", response);
  }

  /** Has it forget an adapter; one that it does not know is none. */
  void unload(String name) throws ServerFault {
    ObjectNode body = CompletionAnswer.STRICT.createObjectNode();
    body.put("lora_name", name);
    HttpResponse<byte[]> response = wait(post("/v1/unload_lora_adapter", body, SHORT_ANSWER));
    if (response.statusCode() != NOT_FOUND) {
      require("/v1/unload_lora_adapter", response);
    }
  }

  /** Sends a request for one completion; every parameter is named, for the server has defaults. */
  CompletableFuture<HttpResponse<byte[]>> send(Asked asked, Set<Integer> stopIds) {
    ObjectNode body = CompletionAnswer.STRICT.createObjectNode();
    body.put("model", asked.model());
    for (int id : asked.prompt()) {
      body.withArray("/prompt").add(id);
    }
    body.put("max_tokens", asked.maxTokens());
    body.put("temperature", asked.temperature());
    body.put("top_p", 1).put("top_k", 0).put("min_p", 0).put("repetition_penalty", 1);
    body.put("presence_penalty", 0).put("frequency_penalty", 0).put("min_tokens", 0);
    body.put("seed", asked.seed());
    body.put("n", 1).put("logprobs", 0).put("return_token_ids", true).put("stream", false);
    body.put("ignore_eos", false);
    stopIds.forEach(id -> body.withArray("/stop_token_ids").add(id));
    asked.stop().forEach(text -> body.withArray("/stop").add(text));
    return post("/v1/completions", body, asked.bytes());
  }

  /** Sends a request for one completion, and waits. */
  CompletionAnswer complete(Asked asked, Set<Integer> stopIds) throws ServerFault {
    return read(wait(send(asked, stopIds)), asked);
  }

  /** Reads the answer to {@link #send}. */
  static CompletionAnswer read(HttpResponse<byte[]> response, Asked asked) throws ServerFault {
    if (response.statusCode() == NOT_FOUND) {
      throw new ServerFault(Kind.UNKNOWN_MODEL, "it does not know the adapter " + asked.model());
    }
    return CompletionAnswer.read(require("/v1/completions", response), asked);
  }

  private CompletableFuture<HttpResponse<byte[]>> get(String path) {
    return send(request(path).GET(), SHORT_ANSWER);
  }

  private CompletableFuture<HttpResponse<byte[]>> post(String path, JsonNode body, int limit) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString(), StandardCharsets.UTF_8));
    return send(request, limit);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(timeout)
            .header("User-Agent", "sparring");
    token.ifPresent(key -> request.header("Authorization", "Bearer " + key));
    return request;
  }

  private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest.Builder request, int limit) {
    return http.sendAsync(request.build(), info -> new BoundedBody(limit));
  }

  /** The request's own timeout ends with the answer's headers; this one with its body. */
  private HttpResponse<byte[]> wait(CompletableFuture<HttpResponse<byte[]>> sent)
      throws ServerFault {
    try {
      return sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw fault(e.getCause());
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw hung(timeout);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  static ServerFault hung(Duration timeout) {
    return new ServerFault(Kind.GONE, "it has not answered within " + timeout.toSeconds() + " s");
  }

  /** What it means that a request has failed. */
  static ServerFault fault(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof ServerFault fault) {
      return fault;
    } else if (cause instanceof BoundedBody.TooLong) {
      return new ServerFault(Kind.BROKEN, "its answer is broken: " + cause.getMessage(), cause);
    } else if (cause instanceof HttpTimeoutException || cause instanceof ConnectException) {
      String why = cause.getMessage() == null ? "connection refused" : cause.getMessage();
      return new ServerFault(Kind.GONE, "it can't be reached: " + why, cause);
    } else if (cause instanceof IOException) {
      return new ServerFault(Kind.CLOSED, "it broke off: " + line(cause.getMessage()), cause);
    }
    throw new IllegalStateException("a request failed", cause);
  }

  private static byte[] require(String path, HttpResponse<byte[]> response) throws ServerFault {
    int status = response.statusCode();
    if (status == OK) {
      return response.body();
    } else if (DENIED.contains(status)) {
      throw new ServerFault(
          Kind.REFUSED,
          "it answers "
              + status
              + " to "
              + path
              + "; put its --api-key into the environment variable SPARRING_ROLLOUT_TOKEN");
    }
    Kind kind = status >= FAILED ? Kind.GONE : status >= 400 ? Kind.REFUSED : Kind.BROKEN;
    throw new ServerFault(kind, "it answers " + status + " to " + path + ": " + said(response));
  }

  /** The message of an error, in one short line. */
  private static String said(HttpResponse<byte[]> response) {
    String text = new String(response.body(), StandardCharsets.UTF_8);
    try {
      JsonNode json = CompletionAnswer.tree(response.body());
      for (JsonNode message : List.of(json.path("error").path("message"), json.path("message"))) {
        if (message.isTextual()) {
          return line(message.asText());
        }
      }
    } catch (ServerFault e) {
      return line(text);
    }
    return line(text);
  }

  private static String line(String text) {
    String plain = text == null ? "" : text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return plain.length() > SHOWN ? plain.substring(0, SHOWN) + "…" : plain;
  }
}
