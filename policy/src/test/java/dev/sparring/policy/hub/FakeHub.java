package dev.sparring.policy.hub;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers on loopback as the hub does for the one model {@code Owner/Name}: safetensors lie on a
 * second server, to which the first one redirects.
 */
final class FakeHub implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** What one answer does wrong. */
  sealed interface Fault {
    record Status(int code, String error) implements Fault {}

    /** Headers for everything, bytes up to here, and the end of the connection. */
    record Cut(int at) implements Fault {}

    /** The same, but the connection stays open and nothing more comes. */
    record Silence(int at) implements Fault {}

    record WrongBytes() implements Fault {}

    record IgnoresRange() implements Fault {}
  }

  final Map<String, byte[]> files = new TreeMap<>();

  /** Every request: method, path, bytes asked for, and whether the token came along. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final Map<String, Deque<Fault>> faults = new ConcurrentHashMap<>();
  private final Map<String, String> sizes = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer hub = server(this::answer);
  private final HttpServer store = server(this::stored);

  FakeHub() {
    file("README.md", "a model");
    file("pytorch_model.bin", "the same weights");
    file("config.json", "{\"hidden_size\": 8}");
    file("generation_config.json", "{}");
    file("tokenizer.json", "{\"model\": {}}");
    file("tokenizer_config.json", "{\"chat_template\": \"\"}");
    file("chat_template.jinja", "{{ messages }}");
    file("model.safetensors", "weights ".repeat(40_000));
  }

  private interface Handler {
    void handle(HttpExchange exchange) throws IOException;
  }

  private HttpServer server(Handler handler) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext(
          "/",
          exchange -> {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            requests.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI().getRawPath()
                    + (range == null ? "" : " " + range)
                    + (token == null ? "" : " " + token));
            try (exchange) {
              handler.handle(exchange);
            }
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void file(String name, String text) {
    files.put(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What the next answers about a file, or about the model under the name "", do wrong. */
  void next(String name, Fault... wrong) {
    faults.put(name, new ArrayDeque<>(List.of(wrong)));
  }

  void claimSize(String name, String size) {
    sizes.put(name, size);
  }

  String endpoint() {
    return "http://127.0.0.1:" + hub.getAddress().getPort();
  }

  /** The name of a file's blob. */
  String etag(String name) {
    byte[] bytes = files.get(name);
    return large(name)
        ? hex("SHA-256", bytes)
        : hex("SHA-1", ("blob " + bytes.length + "\0").getBytes(StandardCharsets.UTF_8), bytes);
  }

  private static boolean large(String name) {
    return name.endsWith(".safetensors") || name.endsWith(".bin");
  }

  private static String hex(String algorithm, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      Arrays.stream(parts).forEach(digest::update);
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    String resolve = "/Owner/Name/resolve/" + COMMIT + "/";
    if (path.startsWith("/api/models/Owner/Name/revision/")) {
      listing(exchange);
    } else if (path.startsWith(resolve) && files.containsKey(path.substring(resolve.length()))) {
      String name = path.substring(resolve.length());
      exchange.getResponseHeaders().set("X-Repo-Commit", COMMIT);
      if (large(name)) {
        byte[] bytes = files.get(name);
        exchange.getResponseHeaders().set("X-Linked-ETag", '"' + etag(name) + '"');
        exchange
            .getResponseHeaders()
            .set("X-Linked-Size", sizes.getOrDefault(name, "" + bytes.length));
        exchange
            .getResponseHeaders()
            .set("Location", "http://127.0.0.1:" + store.getAddress().getPort() + "/lfs/" + name);
        exchange.sendResponseHeaders(302, -1);
      } else {
        exchange.getResponseHeaders().set("ETag", '"' + etag(name) + '"');
        bytes(exchange, name);
      }
    } else {
      status(exchange, new Fault.Status(404, "RepoNotFound"));
    }
  }

  private void stored(HttpExchange exchange) throws IOException {
    bytes(exchange, exchange.getRequestURI().getPath().substring("/lfs/".length()));
  }

  private void listing(HttpExchange exchange) throws IOException {
    if (fault("") instanceof Fault.Status wrong) {
      status(exchange, wrong);
      return;
    }
    ObjectNode json = Json.MAPPER.createObjectNode().put("id", "Owner/Name").put("sha", COMMIT);
    ArrayNode siblings = json.putArray("siblings");
    files.keySet().forEach(name -> siblings.addObject().put("rfilename", name));
    byte[] body = Json.MAPPER.writeValueAsBytes(json);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private Fault fault(String name) {
    Deque<Fault> wrong = faults.get(name);
    return wrong == null ? null : wrong.poll();
  }

  private static void status(HttpExchange exchange, Fault.Status wrong) throws IOException {
    exchange.getResponseHeaders().set("X-Error-Code", wrong.error());
    exchange.sendResponseHeaders(wrong.code(), -1);
  }

  private void bytes(HttpExchange exchange, String name) throws IOException {
    byte[] all = files.get(name);
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", "" + all.length);
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    Fault wrong = fault(name);
    if (wrong instanceof Fault.Status status) {
      status(exchange, status);
      return;
    }
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    if (range != null && !(wrong instanceof Fault.IgnoresRange)) {
      from = Integer.parseInt(range.replaceAll("\\D", ""));
      exchange
          .getResponseHeaders()
          .set("Content-Range", "bytes " + from + "-" + (all.length - 1) + "/" + all.length);
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, all.length - from);
    OutputStream out = exchange.getResponseBody();
    if (wrong instanceof Fault.Cut cut) {
      out.write(all, from, cut.at() - from);
      out.flush(); // Java's client asks again by itself when nothing came at all
    } else if (wrong instanceof Fault.Silence silence) {
      out.write(all, from, silence.at() - from);
      out.flush();
      await();
    } else if (wrong instanceof Fault.WrongBytes) {
      out.write(new byte[all.length - from]);
    } else {
      out.write(all, from, all.length - from);
    }
  }

  private void await() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    hub.stop(0);
    store.stop(0);
    threads.shutdown();
  }
}
