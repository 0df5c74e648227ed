package dev.sparring.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.hub.HttpClients;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/** The worker's side of {@link TrainerEndpoint}. Used from any thread; every call blocks. */
final class TransferClient {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** Bytes a second that a transfer has at least; a slower one is given up. */
  private static final long SLOWEST = 1 << 20;

  private static final int LONGEST_TEXT = 1 << 20;

  private final HttpClient client;
  private final String base;

  TransferClient(HostPort trainer, Optional<TlsFiles> tls) {
    HttpClient.Builder builder = HttpClients.builder().connectTimeout(CONNECT);
    tls.ifPresent(
        files ->
            builder
                .sslContext(files.context())
                .sslParameters(new SSLParameters(null, new String[] {TlsFiles.PROTOCOL})));
    this.client = builder.build();
    this.base = (tls.isPresent() ? "https://" : "http://") + trainer;
  }

  /**
   * What the trainer says to one who wants to join.
   *
   * @param name of the worker
   * @throws ClusterException when the trainer refuses it
   */
  JoinInfo join(String name, String version) throws IOException {
    String text =
        text(
            String.format(
                Locale.ROOT,
                "/join?name=%s&protocol=%d&version=%s",
                encoded(name),
                JoinInfo.PROTOCOL,
                encoded(version)));
    try {
      return Json.MAPPER.readValue(text, JoinInfo.class);
    } catch (JsonProcessingException e) {
      throw new ClusterException(base + " is no trainer of this program", e);
    }
  }

  /** Tells the trainer why a worker does not join, for its user to read. */
  void complain(String name, String why) throws IOException {
    text("/complain?name=" + encoded(name) + "&why=" + encoded(why));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * A sign of life of a trainer.
   *
   * @param member whether the worker that asked belongs to its run
   */
  record Life(String incarnation, boolean member) {}

  /** Asks for a sign of life. */
  Life alive(String name) throws IOException {
    String[] words = text("/alive?name=" + encoded(name)).split(" ", 2);
    return new Life(words[0], words.length > 1);
  }

  private String text(String path) throws IOException {
    HttpResponse<InputStream> answer = send(request(path).GET().build());
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
      if (answer.statusCode() == 401 || answer.statusCode() == 409) {
        throw new ClusterException(text);
      } else if (answer.statusCode() != 200) {
        throw new IOException(base + path + " answers " + answer.statusCode() + ": " + text);
      }
      return text;
    }
  }

  /** Fetches a file of the base model. */
  void model(String name, Path into) throws IOException {
    fetch("/model/" + name, into);
  }

  /** Fetches a file of a ticket. */
  void get(String ticket, String name, Path into) throws IOException {
    fetch("/transfer/" + ticket + "/" + name, into);
  }

  private void fetch(String path, Path into) throws IOException {
    HttpResponse<InputStream> answer = send(request(path).GET().build());
    try (InputStream body = answer.body()) {
      if (answer.statusCode() != 200) {
        throw new IOException(path + " is not given: " + answer.statusCode());
      }
      Files.createDirectories(into.toAbsolutePath().getParent());
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(into), 1 << 16)) {
        ChunkStream.receive(body, out, Long.MAX_VALUE);
      }
    }
  }

  /** Sends a file to a ticket. */
  void put(String ticket, String name, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      put(ticket, name, in, Files.size(file));
    }
  }

  /** Sends bytes to a ticket, as a file. */
  void put(String ticket, String name, byte[] content) throws IOException {
    put(ticket, name, new ByteArrayInputStream(content), content.length);
  }

  private void put(String ticket, String name, InputStream content, long length)
      throws IOException {
    String path = "/transfer/" + ticket + "/" + name;
    HttpRequest request =
        request(path)
            .timeout(ANSWER.plusSeconds(length / SLOWEST))
            .PUT(HttpRequest.BodyPublishers.ofInputStream(() -> ChunkStream.of(content)))
            .build();
    HttpResponse<InputStream> answer = send(request);
    try (InputStream body = answer.body()) {
      String text = new String(body.readNBytes(LONGEST_TEXT), StandardCharsets.UTF_8);
      if (answer.statusCode() != 200) {
        throw new IOException(name + " is not taken: " + text);
      }
    }
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(ANSWER);
  }

  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    try {
      return client.send(request, BodyHandlers.ofInputStream());
    } catch (SSLException e) { // waiting for the trainer would not help
      throw new ClusterException(
          base
              + " and this worker do not agree on certificates ("
              + e.getMessage()
              + "); both sides need --tls, with certificates of one authority",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
