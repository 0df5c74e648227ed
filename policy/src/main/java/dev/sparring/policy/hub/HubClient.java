package dev.sparring.policy.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the hub. What may pass (a broken connection, a server that is busy) is an {@link
 * IOException}, what will not is a {@link CheckpointException}.
 */
final class HubClient {
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> PASSING = Set.of(408, 429, 500, 502, 503, 504);
  private static final int HOPS = 10;

  private static final int PROXY_REFUSES = 407;
  private static final Duration CONNECTING = Duration.ofSeconds(10);

  private final HubAccess access;
  private final RetryPolicy retryPolicy;
  private final URI endpoint;
  private final HttpClient http;

  HubClient(HubAccess access, RetryPolicy retryPolicy) {
    this.access = access;
    this.retryPolicy = retryPolicy;
    this.endpoint = URI.create(access.endpoint());
    // Redirects by hand, for the token must not go along.
    this.http =
        HttpClients.builder()
            .proxy(access.proxies())
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECTING)
            .build();
  }

  /**
   * What a revision is.
   *
   * @param commit its hash
   * @param files names in the repository
   */
  record Listing(String commit, Set<String> files) {}

  /**
   * A file of the hub.
   *
   * @param etag the name of its blob
   * @param size bytes; -1 when the hub does not say
   */
  record RemoteFile(HubId id, String name, String etag, long size) {}

  Listing listing(HubId id) throws IOException {
    String revision = URLEncoder.encode(id.revision(), StandardCharsets.UTF_8);
    String path = "/api/models/" + id.repository() + "/revision/" + revision;
    try (InputStream body = send(id, "GET", address(path), 0).body()) {
      JsonNode json = Json.MAPPER.readTree(body.readAllBytes());
      Set<String> files = new TreeSet<>();
      json.path("siblings").forEach(file -> files.add(file.path("rfilename").asText()));
      String commit = json.path("sha").asText();
      if (!HubId.isCommit(commit)) {
        throw new CheckpointException(access.endpoint() + " names no commit for " + id);
      }
      return new Listing(commit, files);
    } catch (JsonProcessingException e) {
      throw new CheckpointException(access.endpoint() + " does not answer as a hub does", e);
    }
  }

  /** What a file is, without its bytes; of a large one, the first answer says it. */
  RemoteFile head(HubId id, String name) throws IOException {
    HttpResponse<InputStream> response = send(id, "HEAD", resolve(id, name), 0);
    response.body().close();
    HttpHeaders headers = response.headers();
    String etag =
        headers.firstValue("X-Linked-ETag").or(() -> headers.firstValue("ETag")).orElse("");
    String plain = etag.replaceFirst("^W/", "").replace("\"", "");
    if (!plain.matches("\\w[\\w.-]{0,200}")) {
      throw new CheckpointException(access.endpoint() + " gives no ETag for " + name + " of " + id);
    }
    boolean redirect = REDIRECTS.contains(response.statusCode());
    Optional<String> length = redirect ? Optional.empty() : headers.firstValue("Content-Length");
    Optional<String> size = headers.firstValue("X-Linked-Size").or(() -> length);
    return new RemoteFile(
        id, name, plain, size.filter(s -> s.matches("\\d{1,18}")).map(Long::parseLong).orElse(-1L));
  }

  /** The bytes of a file from one on; a server may answer with all of them (200, not 206). */
  HttpResponse<InputStream> get(RemoteFile file, long from) throws IOException {
    return send(file.id(), "GET", resolve(file.id(), file.name()), from);
  }

  private URI resolve(HubId id, String name) {
    return address("/" + id.repository() + "/resolve/" + id.revision() + "/" + name);
  }

  private URI address(String path) {
    return URI.create(access.endpoint() + path);
  }

  private HttpResponse<InputStream> send(HubId id, String method, URI first, long from)
      throws IOException {
    URI uri = first;
    for (int hop = 0; hop < HOPS; hop++) {
      HttpResponse<InputStream> response = once(method, uri, from);
      int status = response.statusCode();
      Optional<String> location = response.headers().firstValue("Location");
      if (!REDIRECTS.contains(status) || location.isEmpty()) {
        if (status != 200 && status != 206) {
          response.body().close();
          throw refusal(id, uri, response);
        }
        return response;
      }
      URI next = uri.resolve(location.get());
      if (method.equals("HEAD") && saysEnough(response.headers(), next)) {
        return response;
      }
      response.body().close();
      if (uri.getScheme().equals("https") && !"https".equals(next.getScheme())) {
        throw new CheckpointException(uri.getHost() + " leads away from https, to " + next);
      }
      uri = next;
    }
    throw new CheckpointException(access.endpoint() + " goes round in redirects for " + id);
  }

  private boolean saysEnough(HttpHeaders headers, URI next) {
    return headers.firstValue("X-Linked-ETag").isPresent()
        || (!ours(next) && headers.firstValue("ETag").isPresent());
  }

  private HttpResponse<InputStream> once(String method, URI uri, long from) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .timeout(retryPolicy.silence())
            .header("User-Agent", "sparring")
            .header("Accept-Encoding", "identity");
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    access
        .proxies()
        .server(uri)
        .flatMap(EnvironmentProxies.Server::authorization)
        .ifPresent(password -> request.header("Proxy-Authorization", password));
    if (ours(uri)) {
      access.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
    }
    try {
      HttpResponse<InputStream> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      if (response.body() == null) { // a proxy that leads to https asks for a password
        throw unauthorized(uri);
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Whether an address is the endpoint's, which alone may see the token. */
  private boolean ours(URI uri) {
    return endpoint.getScheme().equals(uri.getScheme())
        && endpoint.getHost().equalsIgnoreCase(uri.getHost())
        && endpoint.getPort() == uri.getPort();
  }

  private CheckpointException unauthorized(URI uri) {
    return new CheckpointException(
        "the proxy "
            + access.proxies().server(uri).map(Object::toString).orElse("")
            + " wants a name and a password (status 407); give them as"
            + " http://NAME:PASSWORD@HOST:PORT");
  }

  /** What an answer other than a file means. */
  private CheckpointException refusal(HubId id, URI uri, HttpResponse<?> response)
      throws IOException {
    int status = response.statusCode();
    String told = response.headers().firstValue("X-Error-Code").orElse("");
    if (status == PROXY_REFUSES) {
      return unauthorized(uri);
    }
    if (PASSING.contains(status) || !ours(uri)) {
      throw new IOException(uri.getHost() + " answers with status " + status);
    }
    if (told.equals("RevisionNotFound")) {
      return new CheckpointException(
          access.endpoint() + "/" + id.repository() + " has no revision " + id.revision());
    }
    if (status == 401 || status == 403) {
      return new CheckpointException(
          access.endpoint()
              + " does not give "
              + id
              + " (status "
              + status
              + "): it is gated, private or not there; accept its terms on the hub and set HF_TOKEN"
              + (access.token().isPresent() ? ", whose present value does not do" : ""));
    }
    if (status == 404) {
      return new CheckpointException(
          "there is no model " + id + ": no such directory, and none on " + access.endpoint());
    }
    return new CheckpointException(
        access.endpoint() + " answers with status " + status + " for " + id);
  }
}
