package dev.sparring.policy.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The hub through a proxy, as environment variables ask for it. */
class HubProxyTest extends HubFixture {
  private static final String NOBODY = "http://hub.invalid";
  private static final String PASSWORD = "Basic bWU6cEBzcw=="; // me:p@ss

  private LoopbackProxy proxy(String password) {
    return new LoopbackProxy(URI.create(server.endpoint()).getPort(), password);
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"})
  void aHostThatOnlyTheProxyKnowsIsReachedThroughIt(String variable) {
    try (LoopbackProxy proxy = proxy("")) {
      environment.put("HF_ENDPOINT", NOBODY);
      environment.put(variable, proxy.address());
      assertThat(hub().whole(ID)).isEqualTo(snapshot());
      assertThat(proxy.requests.get(0))
          .isEqualTo("GET " + NOBODY + "/api/models/Owner/Name/revision/main HTTP/1.1");
      assertThat(proxy.requests)
          .as("weights lie on another host, which is asked through the proxy too")
          .anyMatch(line -> line.contains("/lfs/model.safetensors"));
    }
  }

  @Test
  void nameAndPasswordGoToTheProxyAndNotToTheHub() {
    try (LoopbackProxy proxy = proxy(PASSWORD)) {
      environment.put("HF_ENDPOINT", NOBODY);
      environment.put("HTTP_PROXY", "http://me:p%40ss@" + proxy.address() + "/");
      assertThat(hub().whole(ID)).isEqualTo(snapshot());
      assertThat(proxy.requests).allMatch(line -> line.endsWith(" " + PASSWORD));
      assertThat(server.requests).isNotEmpty().noneMatch(line -> line.contains("Basic"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {NOBODY, "https://hub.invalid"})
  void aProxyThatWantsAPasswordIsOneLineWithTheRemedy(String endpoint) {
    try (LoopbackProxy proxy = proxy(PASSWORD)) {
      environment.put("HF_ENDPOINT", endpoint);
      environment.put("ALL_PROXY", "http://me:wrong@" + proxy.address());
      assertThatThrownBy(() -> hub().whole(ID))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(
              "the proxy "
                  + proxy.address()
                  + " (ALL_PROXY) wants a name and a password (status 407); give them as"
                  + " http://NAME:PASSWORD@HOST:PORT");
    }
  }

  @Test
  void anHttpsHubIsAskedForThroughATunnelWithThePassword() {
    try (LoopbackProxy proxy = proxy(PASSWORD)) {
      environment.put("HF_ENDPOINT", "https://hub.invalid");
      environment.put("HTTPS_PROXY", "me:p%40ss@" + proxy.address());
      assertThatThrownBy(() -> hub().whole(ID))
          .isInstanceOf(CheckpointException.class)
          .hasMessageContaining(
              "can't reach https://hub.invalid through the proxy " + proxy.address())
          .hasMessageEndingWith("Tunnel failed, got: 403");
      assertThat(proxy.requests.get(0)).isEqualTo("CONNECT hub.invalid:443 HTTP/1.1 " + PASSWORD);
    }
  }

  @Test
  void aHostOfNoProxyIsAskedDirectly() {
    try (LoopbackProxy proxy = proxy("")) {
      environment.put("HTTP_PROXY", proxy.address());
      environment.put("NO_PROXY", "other.test, 127.0.0.1");
      assertThat(hub().whole(ID)).isEqualTo(snapshot());
      assertThat(proxy.requests).isEmpty();
    }
  }

  @Test
  void aProxyThatIsNotThereIsNamed() {
    LoopbackProxy gone = proxy("");
    gone.close();
    environment.put("HF_ENDPOINT", NOBODY);
    environment.put("http_proxy", gone.address());
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessageContaining(
            "can't reach " + NOBODY + " through the proxy " + gone.address() + " (http_proxy)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"socks5://127.0.0.1:1080", "https://me:secret@proxy.test:3128", "http://", "a b"})
  void anAddressOfNoHttpProxyIsRefusedWithoutItsPassword(String address) {
    environment.put("HTTP_PROXY", address);
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith("HTTP_PROXY is ")
        .hasMessageEndingWith("; it takes the address of an HTTP proxy: http://HOST:PORT")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource({
    "http://a.test,            HTTP_PROXY,  p:1,        p:1 (HTTP_PROXY)",
    "https://a.test,           HTTP_PROXY,  p:1,        ''",
    "https://a.test,           https_proxy, http://p,   p:80 (https_proxy)",
    "https://a.test,           ALL_PROXY,   HTTP://p:2, p:2 (ALL_PROXY)",
    "http://a.test,            ALL_PROXY,   [::1]:2,    [::1]:2 (ALL_PROXY)",
  })
  void anAddressIsAskedThroughTheProxyOfItsScheme(
      String uri, String variable, String value, String server) {
    assertThat(asked(uri, Map.of(variable, value))).isEqualTo(server);
  }

  @Test
  void lowerCaseGoesOverUpperCaseAndAnEmptyValueTakesTheProxyAway() {
    Map<String, String> both = Map.of("HTTP_PROXY", "upper:1", "http_proxy", "lower:1");
    assertThat(asked("http://a.test", both)).isEqualTo("lower:1 (http_proxy)");
    Map<String, String> empty = Map.of("HTTP_PROXY", "upper:1", "http_proxy", "");
    assertThat(asked("http://a.test", empty)).isEmpty();
    Map<String, String> cgi = Map.of("HTTP_PROXY", "client:1", "REQUEST_METHOD", "GET");
    assertThat(asked("http://a.test", cgi)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                     | http://a.test          | true",
        "a.test                | http://a.test          | true",
        "A.TEST                | http://a.test:8080     | true",
        ".a.test               | http://b.a.test        | true",
        ".a.test               | http://a.test          | true",
        "*.a.test              | http://b.a.test        | true",
        "a.test                | http://b.a.test        | true",
        "a.test                | http://nota.test       | false",
        "b.test, a.test        | http://a.test          | true",
        "b.test a.test         | http://a.test          | false",
        "a.test:8080           | http://a.test:8080     | true",
        "a.test:8080           | http://a.test          | false",
        "a.test:443            | https://a.test         | true",
        "10.0.0.0/8            | http://10.1.2.3        | true",
        "10.0.0.0/8            | http://11.1.2.3        | false",
        "10.0.0.1              | http://110.0.0.1       | false",
        "0.0.0.0/0             | http://11.1.2.3        | true",
        "10.0.0.0/8            | http://a.test          | false",
        "::1                   | http://[::1]:9         | true",
        "[::1]                 | http://[::1]           | true",
        "localhost             | http://localhost:8080  | true",
        "''                    | http://a.test          | false",
      })
  void noProxyNamesHostsWithWhatIsBelowThemPortsAndRanges(String no, String uri, boolean direct) {
    assertThat(asked(uri, Map.of("ALL_PROXY", "p:1", "no_proxy", no)).isEmpty()).isEqualTo(direct);
  }

  private static String asked(String uri, Map<String, String> environment) {
    return EnvironmentProxies.of(environment)
        .server(URI.create(uri))
        .map(Object::toString)
        .orElse("");
  }
}
