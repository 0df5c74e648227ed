package dev.sparring.dashboard.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides who may read. With a token, a request needs the token itself or the session that was
 * given for it. Without one, the server is on the loopback interface, and a request has to name
 * that interface as its host: a page from elsewhere whose name was made to point here does not.
 */
final class Access {
  private static final Pattern LOOPBACK_HOST =
      Pattern.compile("(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?");
  private static final String BEARER = "Bearer ";
  static final String COOKIE = "sparring-session";
  private final Optional<byte[]> token;
  private final String session;

  Access(Optional<String> token) {
    this.token = token.map(Access::digest);
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.session = HexFormat.of().formatHex(random);
  }

  /** Whether a token is asked for. */
  boolean guarded() {
    return token.isPresent();
  }

  /** Whether a request comes under a name of this machine; with a token, any name does. */
  boolean hostAllowed(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    return guarded() || (host != null && LOOPBACK_HOST.matcher(host).matches());
  }

  /** Whether a request may read. */
  boolean allowed(HttpExchange exchange) {
    if (!guarded()) {
      return true;
    }
    Headers headers = exchange.getRequestHeaders();
    String authorization = headers.getFirst("Authorization");
    if (authorization != null && authorization.startsWith(BEARER)) {
      return knows(authorization.substring(BEARER.length()).trim());
    }
    return cookies(headers).anyMatch(it -> same(digest(it), digest(session)));
  }

  private static java.util.stream.Stream<String> cookies(Headers headers) {
    return headers.getOrDefault("Cookie", List.of()).stream()
        .flatMap(line -> java.util.Arrays.stream(line.split(";")))
        .map(String::trim)
        .filter(cookie -> cookie.startsWith(COOKIE + "="))
        .map(cookie -> cookie.substring(COOKIE.length() + 1));
  }

  /** Whether a text is the token. Digests of one length are compared, in constant time. */
  boolean knows(String text) {
    return token.map(known -> same(known, digest(text))).orElse(true);
  }

  /** The header that gives a browser its session. */
  String cookie() {
    return COOKIE + "=" + session + "; Path=/; HttpOnly; SameSite=Strict";
  }

  private static boolean same(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }
}
