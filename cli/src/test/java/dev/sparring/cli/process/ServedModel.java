package dev.sparring.cli.process;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub on loopback that has one model, {@code Owner/bundled}: a directory. */
final class ServedModel implements AutoCloseable {
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
  private static final String FILES = "/Owner/bundled/resolve/" + COMMIT + "/";

  final List<String> requests = new CopyOnWriteArrayList<>();
  private final Path directory;
  private final HttpServer server;

  ServedModel(Path directory) throws IOException {
    this.directory = directory;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(exchange.getRequestMethod() + " " + path);
      if (path.startsWith("/api/models/Owner/bundled/revision/")) {
        byte[] body = listing();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      } else if (path.startsWith(FILES)) {
        file(exchange, directory.resolve(path.substring(FILES.length())));
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private byte[] listing() throws IOException {
    ObjectNode json = Json.MAPPER.createObjectNode().put("sha", COMMIT);
    ArrayNode siblings = json.putArray("siblings");
    try (var files = Files.list(directory)) {
      files.forEach(f -> siblings.addObject().put("rfilename", f.getFileName().toString()));
    }
    return Json.MAPPER.writeValueAsBytes(json);
  }

  private static void file(HttpExchange exchange, Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    exchange.getResponseHeaders().set("ETag", '"' + sha256(bytes) + '"');
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(bytes.length));
      exchange.sendResponseHeaders(200, -1);
    } else {
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
      return String.format("%064x", new BigInteger(1, sum));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
