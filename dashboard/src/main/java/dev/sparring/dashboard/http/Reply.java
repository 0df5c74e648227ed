package dev.sparring.dashboard.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Answers a request. Every answer carries the headers that keep a browser from anything else. */
final class Reply {
  private static final int WORTH_ZIPPING = 1 << 12;
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private Reply() {}

  /** The headers of every answer. */
  static void headers(Headers headers) {
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cross-Origin-Opener-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
  }

  static void text(HttpExchange exchange, int status, String line) throws IOException {
    bytes(
        exchange,
        status,
        "text/plain; charset=utf-8",
        (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  static void json(HttpExchange exchange, byte[] bytes) throws IOException {
    bytes(exchange, 200, "application/json", bytes);
  }

  static void bytes(HttpExchange exchange, int status, String type, byte[] bytes)
      throws IOException {
    headers(exchange.getResponseHeaders());
    exchange.getResponseHeaders().set("Content-Type", type);
    byte[] body = bytes;
    if (bytes.length > WORTH_ZIPPING && takesGzip(exchange)) {
      exchange.getResponseHeaders().set("Content-Encoding", "gzip");
      body = gzip(bytes);
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
    if (!head && body.length > 0) {
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(body);
      }
    }
    exchange.close();
  }

  private static boolean takesGzip(HttpExchange exchange) {
    String accepted = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    return accepted != null && accepted.contains("gzip");
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream(bytes.length / 4);
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  static void redirect(HttpExchange exchange, String path) throws IOException {
    headers(exchange.getResponseHeaders());
    exchange.getResponseHeaders().set("Location", path);
    exchange.sendResponseHeaders(303, -1);
    exchange.close();
  }
}
