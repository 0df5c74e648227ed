package dev.sparring.dashboard.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Accepts or refuses a request, and passes it to the handler of its path. */
final class Router implements HttpHandler {
  private static final int LARGEST_FORM = 4096;
  private static final String LOGIN = "/login";
  private static final Set<String> OPEN = Set.of(LOGIN, "/dashboard.css", "/icon.svg");
  private final Access access;
  private final Assets assets;
  private final Api api;
  private final EventStream events;

  Router(Access access, Assets assets, Api api, EventStream events) {
    this.access = access;
    this.assets = assets;
    this.api = api;
    this.events = events;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try {
      admit(exchange);
    } catch (Request.BadRequestException e) {
      Reply.text(exchange, 400, e.getMessage());
    } catch (RuntimeException e) {
      Reply.text(exchange, 500, "the dashboard failed: " + e.getClass().getSimpleName());
    } finally {
      exchange.close();
    }
  }

  private void admit(HttpExchange exchange) throws IOException, Request.BadRequestException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    if (!access.hostAllowed(exchange)) {
      Reply.text(exchange, 403, "this dashboard is for its own machine; ask for 127.0.0.1");
    } else if (method.equals("POST") && path.equals(LOGIN)) {
      login(exchange);
    } else if (!method.equals("GET") && !method.equals("HEAD")) {
      Reply.text(exchange, 405, "this dashboard only reads");
    } else if (OPEN.contains(path) || access.allowed(exchange)) {
      route(exchange, path);
    } else if (path.equals("/")) {
      Reply.redirect(exchange, LOGIN);
    } else {
      Reply.text(exchange, 401, "a token is needed");
    }
  }

  private void login(HttpExchange exchange) throws IOException, Request.BadRequestException {
    byte[] form = exchange.getRequestBody().readNBytes(LARGEST_FORM);
    List<String> tokens =
        Request.parameters(new String(form, StandardCharsets.UTF_8))
            .getOrDefault("token", List.of());
    if (access.guarded() && tokens.size() == 1 && access.knows(tokens.get(0))) {
      exchange.getResponseHeaders().set("Set-Cookie", access.cookie());
      Reply.redirect(exchange, "/");
    } else {
      Reply.redirect(exchange, LOGIN + "?wrong#wrong");
    }
  }

  private void route(HttpExchange exchange, String path)
      throws IOException, Request.BadRequestException {
    Optional<Assets.Asset> asset = assets.find(path);
    Request request = Request.of(exchange);
    List<String> segments = request.segments();
    if (asset.isPresent()) {
      Reply.bytes(exchange, 200, asset.get().type(), asset.get().bytes());
    } else if (segments.equals(List.of("api", "events"))) {
      events.handle(exchange, request);
    } else if (segments.size() >= 2 && segments.subList(0, 2).equals(List.of("api", "runs"))) {
      api.handle(exchange, request);
    } else {
      Reply.text(exchange, 404, "there is nothing at this address");
    }
  }
}
