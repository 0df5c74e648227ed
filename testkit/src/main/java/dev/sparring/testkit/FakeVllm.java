package dev.sparring.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * A server on loopback that speaks as much of vLLM's protocol as the program uses. What it writes
 * comes from a model that the test gives it, and it can be told to fail in ways that servers fail.
 */
public final class FakeVllm implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Writes a completion with an adapter. */
  public interface Model {
    /**
     * Draws tokens.
     *
     * @param adapter directory of the adapter
     * @param request as the server was sent it
     */
    Drawn draw(Path adapter, Request request);
  }

  /** A request for one completion. */
  public record Request(int[] prompt, int maxTokens, double temperature, long seed) {}

  /**
   * Tokens that were drawn.
   *
   * @param stopped whether an end token was drawn
   */
  public record Drawn(int[] ids, float[] logprobs, boolean stopped) {}

  /** How it answers a request for a completion. */
  public enum Fault {
    NONE,
    /** 500, as an engine that has died answers. */
    FAILS,
    /** No answer, until the server is closed. */
    HANGS,
    /** Half of the answer's bytes, and then the end of the connection. */
    TRUNCATED,
    /** Bytes that are no JSON, more than any answer has. */
    GARBAGE,
    /** The answer twice, one after the other, in one body. */
    TWICE,
    /** Another prompt's ids. */
    OTHER_PROMPT,
    NOT_A_NUMBER,
    MINUS_INFINITY,
    /** Fewer tokens than were asked for. */
    CUT_OFF,
    /** It forgets all adapters, and then does not know the one that it is asked for. */
    LOSES_ADAPTERS,
    /** Tokens and log-probabilities of the adapter before the last one. */
    STALE
  }

  private final Model model;
  private final Map<String, Path> adapters = new ConcurrentSkipListMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread own = new Thread(work, "fake-vllm");
            own.setDaemon(true);
            return own;
          });
  private final Map<Path, Path> copies = new ConcurrentSkipListMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger completions = new AtomicInteger();
  private final AtomicInteger loads = new AtomicInteger();
  private volatile BiFunction<Integer, Request, Fault> faults = (n, request) -> Fault.NONE;
  private volatile BiFunction<byte[], Request, byte[]> rewrite = (body, request) -> body;
  private volatile Optional<Path> wanted = Optional.empty();
  private volatile Path base = Path.of("base");
  private volatile Path last;
  private volatile Path before;
  private HttpServer server;

  /** Starts a server on a free port. */
  public FakeVllm(Model model) {
    this.model = model;
    start(0);
  }

  private void start(int port) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 64);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /** Its address. */
  public String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Says how requests for completions are answered.
   *
   * @param faults given how many requests came before, and the request
   */
  public void faults(BiFunction<Integer, Request, Fault> faults) {
    this.faults = faults;
  }

  /** Changes the bytes of right answers. */
  public void rewrite(BiFunction<byte[], Request, byte[]> rewrite) {
    this.rewrite = rewrite;
  }

  /** Names of the adapters that it has. */
  public Map<String, Path> adapters() {
    return Map.copyOf(adapters);
  }

  /** Requests for completions so far. */
  public int completions() {
    return completions.get();
  }

  /** Adapters that it was told to load so far. */
  public int loads() {
    return loads.get();
  }

  /**
   * Serves the model directory whose path stands in a file, as soon as it stands there: as a server
   * that a command starts again.
   */
  public void serveWhatStandsIn(Path file) {
    wanted = Optional.of(file);
  }

  /** Ends, as a process that is killed; {@link #revive} starts it again. */
  public void kill() {
    server.stop(0);
    adapters.clear();
  }

  /** Starts again under the same address, without adapters. */
  public void revive() {
    start(server.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      JsonNode body =
          exchange.getRequestMethod().equals("POST")
              ? JSON.readTree(exchange.getRequestBody().readAllBytes())
              : JSON.createObjectNode();
      switch (path) {
        case "/v1/models" -> send(exchange, 200, JSON.writeValueAsBytes(models()));
        case "/v1/load_lora_adapter" -> load(exchange, body);
        case "/v1/unload_lora_adapter" -> unload(exchange, body);
        case "/v1/completions" -> complete(exchange, body);
        default -> send(exchange, 404, bytes("{\"detail\":\"Not Found\"}"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ObjectNode models() throws IOException {
    if (wanted.isPresent() && Files.exists(wanted.get())) {
      Path now = Path.of(Files.readString(wanted.get()).strip());
      if (!now.equals(base)) {
        copy(now);
        base = now;
        loads.incrementAndGet();
      }
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode data = answer.putArray("data");
    ObjectNode served = data.addObject().put("id", "base").putNull("parent");
    served.put("root", base.toString()).put("max_model_len", 1 << 20);
    adapters.forEach(
        (name, path) ->
            data.addObject().put("id", name).put("parent", "base").put("root", path.toString()));
    return answer;
  }

  private void load(HttpExchange exchange, JsonNode body) throws IOException {
    Path path = Path.of(body.path("lora_path").asText());
    loads.incrementAndGet();
    if (!Files.isRegularFile(path.resolve("adapter_config.json"))) {
      send(exchange, 404, error("No adapter found for " + path, "NotFoundError"));
    } else if (adapters.putIfAbsent(body.path("lora_name").asText(), path) != null) {
      send(exchange, 400, error("already loaded", "InvalidUserInput"));
    } else {
      copy(path);
      if (!path.equals(last)) {
        before = last;
        last = path;
      }
      send(exchange, 200, bytes("Success: LoRA adapter added successfully."));
    }
  }

  /** A server has the adapter in memory, whatever becomes of its files. */
  private void copy(Path adapter) throws IOException {
    Path copy = Files.createTempDirectory("fake-vllm");
    try (Stream<Path> files = Files.list(adapter)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Optional.ofNullable(copies.put(adapter, copy)).ifPresent(FakeVllm::delete);
  }

  private void unload(HttpExchange exchange, JsonNode body) throws IOException {
    boolean known = adapters.remove(body.path("lora_name").asText()) != null;
    send(
        exchange,
        known ? 200 : 404,
        known ? bytes("Success") : error("cannot be found", "NotFoundError"));
  }

  private void complete(HttpExchange exchange, JsonNode body)
      throws IOException, InterruptedException {
    int[] prompt = JSON.convertValue(body.path("prompt"), int[].class);
    Request request =
        new Request(
            prompt,
            body.path("max_tokens").asInt(),
            body.path("temperature").asDouble(),
            body.path("seed").asLong());
    Fault fault = faults.apply(completions.getAndIncrement(), request);
    if (fault == Fault.LOSES_ADAPTERS) {
      adapters.clear();
    }
    String name = body.path("model").asText();
    Path adapter = name.equals("base") && copies.containsKey(base) ? base : adapters.get(name);
    if (fault == Fault.HANGS) {
      closed.await();
    } else if (fault == Fault.FAILS) {
      send(exchange, 500, error("EngineCore encountered an issue", "InternalServerError"));
    } else if (adapter == null) {
      send(exchange, 404, error("The model does not exist", "NotFoundError"));
    } else {
      Path used = fault == Fault.STALE && before != null ? before : adapter;
      byte[] right =
          JSON.writeValueAsBytes(answer(name, request, model.draw(copies.get(used), request)));
      send(exchange, fault, rewrite.apply(right, request));
    }
  }

  private static ObjectNode answer(String name, Request request, Drawn drawn) {
    ObjectNode answer = JSON.createObjectNode().put("object", "text_completion").put("model", name);
    ObjectNode choice = answer.putArray("choices").addObject().put("index", 0).put("text", "");
    choice.put("finish_reason", drawn.stopped() ? "stop" : "length");
    choice.set("prompt_token_ids", JSON.valueToTree(request.prompt()));
    choice.set("token_ids", JSON.valueToTree(drawn.ids()));
    choice.putObject("logprobs").set("token_logprobs", JSON.valueToTree(drawn.logprobs()));
    return answer;
  }

  private static void send(HttpExchange exchange, Fault fault, byte[] right) throws IOException {
    String text = new String(right, StandardCharsets.UTF_8);
    String first = text.replaceFirst("(\"token_logprobs\":\\[)[^,\\]]+", "$1VALUE");
    switch (fault) {
      case TRUNCATED -> {
        exchange.sendResponseHeaders(200, right.length);
        exchange.getResponseBody().write(right, 0, right.length / 2);
        exchange.getResponseBody().flush();
      }
      case GARBAGE -> send(exchange, 200, new byte[1 << 23]);
      case TWICE -> send(exchange, 200, bytes(text + text));
      case OTHER_PROMPT ->
          send(
              exchange,
              200,
              bytes(text.replace("\"prompt_token_ids\":[", "\"prompt_token_ids\":[3,")));
      case NOT_A_NUMBER -> send(exchange, 200, bytes(first.replace("VALUE", "NaN")));
      case MINUS_INFINITY -> send(exchange, 200, bytes(first.replace("VALUE", "-1e999")));
      case CUT_OFF ->
          send(
              exchange,
              200,
              bytes(text.replaceFirst("\"token_ids\":\\[[^\\]]*]", "\"token_ids\":[]")));
      default -> send(exchange, 200, right);
    }
  }

  private static byte[] error(String message, String type) {
    ObjectNode answer = JSON.createObjectNode();
    answer.putObject("error").put("message", message).put("type", type);
    return bytes(answer.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
    copies.values().forEach(FakeVllm::delete);
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
