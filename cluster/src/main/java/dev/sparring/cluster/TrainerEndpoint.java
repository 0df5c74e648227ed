package dev.sparring.cluster;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * The HTTP side of a trainer: what a worker needs to know to join, the files of the base model, and
 * the files that tickets stand for.
 *
 * <pre>
 * GET /join?name=&protocol=&version=   {@link JoinInfo} as JSON
 * GET /complain?name=&why=             tells the trainer's user why a worker does not join
 * GET /alive?name=                     the incarnation, and whether the worker is a member
 * GET /model/NAME                      a file of the base model
 * GET, PUT /transfer/TICKET/NAME       a file of the run
 * </pre>
 *
 * <p>Files travel as {@link ChunkStream}. With TLS, a client without a certificate of the authority
 * is refused before anything is read.
 */
final class TrainerEndpoint implements AutoCloseable {
  private static final int THREADS = 64;
  private static final int BACKLOG = 256;
  private static final int MOST_PARAMETERS = 8;
  private static final int LONGEST_PARAMETER = 400;

  private final HttpServer server;
  private final ExecutorService threads;
  private final Tickets tickets = new Tickets();
  private final Set<String> members = ConcurrentHashMap.newKeySet();
  private final JoinInfo info;
  private final Path model;
  private final Consumer<String> note;

  /**
   * Listens from now on.
   *
   * @param model directory of the base model
   * @param note told of who is refused, in one line
   * @throws ClusterException when the port is taken
   */
  TrainerEndpoint(
      HostPort bind, Optional<TlsFiles> tls, JoinInfo info, Path model, Consumer<String> note) {
    this.info = info;
    this.model = model;
    this.note = note;
    try {
      InetSocketAddress address = new InetSocketAddress(bind.host(), bind.port());
      if (tls.isPresent()) {
        HttpsServer https = HttpsServer.create(address, BACKLOG);
        https.setHttpsConfigurator(asking(tls.get().context()));
        server = https;
      } else {
        server = HttpServer.create(address, BACKLOG);
      }
    } catch (IOException | RuntimeException e) {
      throw new ClusterException("can't listen on " + bind + ": " + e.getMessage(), e);
    }
    threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "sparring-transfer");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, tls.isPresent()));
    server.start();
  }

  /** Clients show a certificate; who has none is told so by {@link #handle}. */
  private static HttpsConfigurator asking(SSLContext context) {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters ssl = context.getDefaultSSLParameters();
        ssl.setProtocols(new String[] {TlsFiles.PROTOCOL});
        ssl.setWantClientAuth(true);
        parameters.setSSLParameters(ssl);
      }
    };
  }

  /** Names of the workers that belong to the run at the moment; they can ask whether they do. */
  Set<String> members() {
    return members;
  }

  Tickets tickets() {
    return tickets;
  }

  /** Reads and writes files of transfers. */
  ExecutorService threads() {
    return threads;
  }

  private void handle(HttpExchange exchange, boolean tls) throws IOException {
    try (exchange) {
      if (tls && !hasCertificate((HttpsExchange) exchange)) {
        note.accept("refused " + exchange.getRemoteAddress() + ": it has no certificate");
        text(exchange, 401, "this trainer asks for a certificate; give one with --tls");
        return;
      }
      String path = exchange.getRequestURI().getPath();
      if (path.equals("/join")) {
        join(exchange);
      } else if (path.equals("/complain")) {
        Map<String, String> query = query(exchange);
        note.accept(worker(exchange, query) + " does not join: " + query.get("why"));
        text(exchange, 200, "noted");
      } else if (path.equals("/alive")) {
        String name = query(exchange).getOrDefault("name", "");
        text(exchange, 200, info.incarnation() + (members.contains(name) ? " member" : ""));
      } else if (path.startsWith("/model/")) {
        String name = path.substring("/model/".length());
        send(
            exchange,
            info.model().containsKey(name) ? Optional.of(model.resolve(name)) : Optional.empty());
      } else if (path.startsWith("/transfer/")) {
        transfer(exchange, path.substring("/transfer/".length()));
      } else {
        text(exchange, 404, "there is nothing here");
      }
    }
  }

  private void join(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    Optional<String> refusal = Optional.empty();
    if (!Integer.toString(JoinInfo.PROTOCOL).equals(query.get("protocol"))) {
      refusal =
          Optional.of(
              "the trainer has protocol " + JoinInfo.PROTOCOL + ", not " + query.get("protocol"));
    } else if (!info.version().equals(query.get("version"))) {
      refusal =
          Optional.of(
              "the trainer is Sparring " + info.version() + ", not " + query.get("version"));
    }
    if (refusal.isPresent()) {
      note.accept("refused " + worker(exchange, query) + ": " + refusal.get());
      text(exchange, 409, refusal.get() + "; run the same version on all hosts");
    } else {
      text(exchange, 200, Json.MAPPER.writeValueAsString(info));
    }
  }

  private static String worker(HttpExchange exchange, Map<String, String> query) {
    return "worker " + query.get("name") + " of " + exchange.getRemoteAddress().getAddress();
  }

  /** The parameters of a request, shortened, and without what would make a second line. */
  private static Map<String, String> query(HttpExchange exchange) {
    Map<String, String> parameters = new HashMap<>();
    String query = exchange.getRequestURI().getRawQuery();
    for (String pair : query == null ? new String[0] : query.split("&", MOST_PARAMETERS)) {
      String[] parts = pair.split("=", 2);
      try {
        String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        String line = value.replaceAll("\\p{C}", " ");
        parameters.put(parts[0], line.substring(0, Math.min(line.length(), LONGEST_PARAMETER)));
      } catch (IllegalArgumentException e) {
        parameters.put(parts[0], "");
      }
    }
    return parameters;
  }

  private static boolean hasCertificate(HttpsExchange exchange) {
    try {
      return exchange.getSSLSession().getPeerCertificates().length > 0;
    } catch (SSLPeerUnverifiedException e) {
      return false;
    }
  }

  private void transfer(HttpExchange exchange, String path) throws IOException {
    int slash = path.indexOf('/');
    String ticket = slash < 0 ? path : path.substring(0, slash);
    String name = slash < 0 ? "" : path.substring(slash + 1);
    if (exchange.getRequestMethod().equals("PUT")) {
      try {
        boolean done = tickets.write(ticket, name, exchange.getRequestBody());
        text(exchange, done ? 200 : 404, done ? "written" : "no such ticket");
      } catch (IOException e) {
        note.accept("refused a file of " + exchange.getRemoteAddress() + ": " + e.getMessage());
        text(exchange, 400, "not written: " + e.getMessage());
      }
    } else {
      send(exchange, tickets.readable(ticket, name));
    }
  }

  private static void send(HttpExchange exchange, Optional<Path> file) throws IOException {
    if (file.isEmpty()) {
      text(exchange, 404, "no such file");
      return;
    }
    try (InputStream in = Files.newInputStream(file.get())) {
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = exchange.getResponseBody()) {
        ChunkStream.of(in).transferTo(out);
      }
    }
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
