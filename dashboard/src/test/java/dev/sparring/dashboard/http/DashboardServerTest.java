package dev.sparring.dashboard.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.dashboard.TestRun;
import dev.sparring.dashboard.run.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardServerTest {
  private static final String TOKEN = "a token of many letters";
  @TempDir private Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private TestRun run;
  private DashboardServer server;

  @BeforeEach
  void start() throws IOException {
    run = TestRun.in(folder, "one");
    run.metrics(1, Map.of("solver/kl", 0.5));
    run.rollouts(1, List.of(TestRun.proposal("p", "\"problem\":\"<b>1+1</b>\"")));
    server = DashboardServer.start(options("127.0.0.1", Optional.empty()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private DashboardOptions options(String host, Optional<String> token) {
    return new DashboardOptions(List.of(folder), host, 0, token);
  }

  private void guard() {
    server.close();
    server = DashboardServer.start(options("127.0.0.1", Optional.of(TOKEN)));
  }

  private HttpRequest.Builder at(String path) {
    return HttpRequest.newBuilder(URI.create(server.address()).resolve(path));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(at(path).build(), BodyHandlers.ofString());
  }

  private JsonNode json(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.MAPPER.readTree(answer.body());
  }

  /** What the server says to bytes that no client would send. */
  private String raw(String request) throws IOException {
    URI address = URI.create(server.address());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "closed";
    }
  }

  private static String request(String line) {
    return line + "\r\nHost: localhost\r\nConnection: close\r\n\r\n";
  }

  @Test
  void thePageAndAllThatItLoadsIsServed() throws Exception {
    String page = get("/").body();
    List<String> loaded = new ArrayList<>(List.of("/dom.js", "/icon.svg"));
    java.util.regex.Pattern.compile("(?:src|href)=\"(/[^\"]+)\"")
        .matcher(page)
        .results()
        .forEach(found -> loaded.add(found.group(1)));
    for (int at = 0; at < loaded.size(); at++) {
      HttpResponse<String> answer = get(loaded.get(at));
      assertThat(answer.statusCode()).as(loaded.get(at)).isEqualTo(200);
      if (loaded.get(at).endsWith(".js")) {
        java.util.regex.Pattern.compile("from '\\.(/[^']+)'")
            .matcher(answer.body())
            .results()
            .map(found -> found.group(1))
            .filter(module -> !loaded.contains(module))
            .forEach(loaded::add);
      }
    }
    assertThat(loaded).contains("/uplot.js", "/uplot.css", "/main.js", "/chart.js", "/format.js");
  }

  @Test
  void nothingOfThePageComesFromElsewhereOrMakesMarkupOfText() throws Exception {
    for (String file :
        List.of("/", "/main.js", "/dom.js", "/chart.js", "/round.js", "/header.js")) {
      assertThat(get(file).body())
          .as(file)
          .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write")
          .doesNotContain("eval(", "new Function", "http://", "https://", "onclick=\"");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/main.js",
        "/nothing",
        "/api/runs",
        "/api/runs/none",
        "/api/runs/one/rounds/x",
        "/login"
      })
  void everyAnswerKeepsTheBrowserFromAnythingElse(String path) throws Exception {
    HttpResponse<String> answer = get(path);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .doesNotContain("unsafe", "*");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  void aRunIsShownWithItsSeriesAndRounds() throws Exception {
    assertThat(json("/api/runs").get(0).path("id").asText()).isEqualTo("one");
    assertThat(json("/api/runs/one").path("step").asInt()).isEqualTo(1);
    assertThat(json("/api/runs/one/series").at("/metrics/solver~1kl/mean/0").asDouble())
        .isEqualTo(0.5);
    assertThat(json("/api/runs/one/series?from=2&to=9").path("steps")).isEmpty();
    assertThat(json("/api/runs/one/rounds/1").at("/problems/0/problem/text").asText())
        .isEqualTo("<b>1+1</b>");
    assertThat(json("/api/runs/one/rounds/1/texts/0/problem?from=3").path("text").asText())
        .isEqualTo("1+1</b>");
    assertThat(get("/api/runs/one/configuration").body()).contains("sparring {");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/runs/one/rounds/2",
        "/api/runs/two",
        "/api/runs/one/rounds/1/texts/0/id",
        "/api/runs/one/rounds/1/texts/0/..",
        "/api/runs/one/anything",
        "/api",
        "/favicon.ico",
        "/api/runs/one/rounds/1/texts"
      })
  void whatIsNotThereIsSaid(String path) throws Exception {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/runs/one/rounds/..", "/api/runs/one/rounds/-1", "/api/runs/one/rounds/9999999999",
        "/api/runs/one/series?from=x", "/api/events?run=one", "/api/events?run=one:x",
        "/api/runs/one/rounds/1?page=%zz"
      })
  void whatIsNoNumberIsRefused(String path) throws Exception {
    assertThat(raw(request("GET " + path + " HTTP/1.1"))).startsWith("HTTP/1.1 400 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../../etc/passwd",
        "/..%2f..%2fetc%2fpasswd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "/api/runs/../../etc/passwd",
        "/api/runs/..%2f..%2fsecret",
        "/api/runs/%2e%2e/configuration",
        "/api/runs/one/logs/..%2f..%2fsecret",
        "/api/runs/one/logs/%2e%2e%2fsecret",
        "/api/runs/one%00/configuration",
        "/api/runs/one/rounds/1/texts/0/..%2f..%2fsecret",
        "/web/main.js",
        "/dashboard/../main.js",
        "/api/runs/%2fetc/configuration",
        "/META-INF/MANIFEST.MF",
        "/..\\..\\secret"
      })
  void noPathLeadsOutOfTheRuns(String path) throws Exception {
    Files.writeString(folder.resolve("secret"), "the secret");
    Files.writeString(folder.resolve("secret.log"), "the secret");
    assertThat(raw(request("GET " + path + " HTTP/1.1")))
        .doesNotContain("the secret", "root:")
        .doesNotStartWith("HTTP/1.1 5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void nothingButReadingIsAllowed(String method) throws Exception {
    assertThat(raw(request(method + " /api/runs/one HTTP/1.1"))).startsWith("HTTP/1.1 405 ");
    assertThat(run.path()).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:80",
        "localhost.attacker.example",
        "10.0.0.1"
      })
  void aPageFromElsewhereWhoseNamePointsHereIsRefused(String host) throws Exception {
    assertThat(raw("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 403 ")
        .doesNotContain("\"id\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:7007", "127.0.0.1:1", "[::1]:7007"})
  void thisMachineMayAskUnderAnyOfItsNames(String host) throws Exception {
    assertThat(raw("GET /api/runs HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
        .startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::"})
  void aHostThatOthersReachNeedsAToken(String host) {
    assertThatThrownBy(() -> options(host, Optional.empty()))
        .isInstanceOf(DashboardException.class)
        .hasMessageContaining("--token-env");
    assertThat(options(host, Optional.of(TOKEN)).host()).isEqualTo(host);
  }

  @Test
  void aShortTokenIsRefused() {
    assertThatThrownBy(() -> options("127.0.0.1", Optional.of("short")))
        .hasMessageContaining("16 characters");
  }

  @Test
  void aTakenPortIsNamed() {
    int port = URI.create(server.address()).getPort();
    DashboardOptions taken =
        new DashboardOptions(List.of(folder), "127.0.0.1", port, Optional.empty());
    assertThatThrownBy(() -> DashboardServer.start(taken))
        .hasMessageStartingWith("can't listen on 127.0.0.1 port " + port)
        .hasMessageContaining("another port");
  }

  @Test
  void withoutTheTokenNothingOfARunIsShown() throws Exception {
    guard();
    for (String path : List.of("/api/runs", "/api/runs/one", "/api/events", "/main.js")) {
      assertThat(get(path).statusCode()).as(path).isEqualTo(401);
    }
    assertThat(get("/").statusCode()).isEqualTo(303);
    assertThat(get("/login").body()).contains("Token");
    for (String wrong :
        List.of("", "Bearer", "Bearer ", "Bearer " + TOKEN + "x", "Basic " + TOKEN)) {
      HttpRequest request = at("/api/runs").header("Authorization", wrong).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
    for (String cookie : List.of("x", Access.COOKIE + "=", Access.COOKIE + "=" + TOKEN)) {
      HttpRequest request = at("/api/runs").header("Cookie", cookie).build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void theTokenOpensTheDashboardForABrowserAndForAProgram() throws Exception {
    guard();
    HttpRequest program = at("/api/runs").header("Authorization", "Bearer " + TOKEN).build();
    assertThat(client.send(program, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    assertThat(login("token=wrong").headers().firstValue("Set-Cookie")).isEmpty();
    HttpResponse<String> opened = login("token=" + TOKEN.replace(' ', '+'));
    String cookie = opened.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("HttpOnly", "SameSite=Strict").doesNotContain(TOKEN);
    HttpRequest browser =
        at("/api/runs")
            .header("Cookie", "a=b; " + cookie.substring(0, cookie.indexOf(';')))
            .build();
    assertThat(client.send(browser, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> login(String form) throws Exception {
    return client.send(
        at("/login").POST(HttpRequest.BodyPublishers.ofString(form)).build(),
        BodyHandlers.ofString());
  }

  @Test
  void newRoundsComeAsEvents() throws Exception {
    HttpResponse<InputStream> stream =
        client.send(at("/api/events?run=one:1").build(), BodyHandlers.ofInputStream());
    assertThat(stream.headers().firstValue("Content-Type")).contains("text/event-stream");
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
      assertThat(next(lines, "overview").path("step").asInt()).isEqualTo(1);
      run.metrics(2, Map.of("solver/kl", 0.75));
      JsonNode rounds = next(lines, "rounds");
      assertThat(rounds.path("id").asText()).isEqualTo("one");
      assertThat(rounds.path("rows")).hasSize(1);
      assertThat(rounds.at("/rows/0/values/solver~1kl").asDouble()).isEqualTo(0.75);
      run.summary("completed", "", 0.1, 0.9);
      JsonNode ended = next(lines, "overview");
      while (!ended.at("/status/kind").asText().equals("completed")) {
        ended = next(lines, "overview");
      }
      for (int step = 3; step < 200; step++) {
        run.metrics(step, Map.of());
      }
      assertThat(next(lines, "reload").path("id").asText()).isEqualTo("one");
    }
  }

  private static JsonNode next(BufferedReader lines, String event) throws IOException {
    String line = lines.readLine();
    while (!line.equals("event: " + event)) {
      line = lines.readLine();
    }
    return Json.MAPPER.readTree(lines.readLine().substring("data: ".length()));
  }

  @Test
  void headersWithoutEndAreCutOff() throws IOException {
    String header = "X-Long: " + "x".repeat(1 << 20);
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n"))
        .doesNotStartWith("HTTP/1.1 200");
    String many = "A: b\r\n".repeat(5000);
    assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + many + "\r\n"))
        .doesNotStartWith("HTTP/1.1 200");
  }

  @Test
  void manyIdleAndSomeSlowConnectionsKeepNobodyOut() throws Exception {
    int port = URI.create(server.address()).getPort();
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < 500; i++) {
        sockets.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }
      for (int i = 0; i < 16; i++) {
        sockets.get(i).getOutputStream().write("GET / HT".getBytes(StandardCharsets.US_ASCII));
        sockets.get(i).getOutputStream().flush();
      }
      assertThat(json("/api/runs")).hasSize(1);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
