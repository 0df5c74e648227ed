package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The proxies that environment variables name, read as Python's {@code urllib.request.getproxies}
 * and {@code requests} read them: {@code http_proxy}, {@code https_proxy} and {@code all_proxy}, in
 * lower case before upper case, and {@code no_proxy} for hosts that are asked directly. Under CGI
 * ({@code REQUEST_METHOD} is set) a client can set {@code HTTP_PROXY}, so it is not looked at.
 */
final class EnvironmentProxies extends ProxySelector {
  private static final String SUFFIX = "_proxy";
  private static final int USUAL_PORT = 80;
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://)?(?:(?<user>[^/]*)@)?"
              + "(?<host>\\[[0-9A-Fa-f:.]+]|[^:/\\[\\]@\\s]+)(?::(?<port>[0-9]{1,5}))?/?");

  /**
   * A proxy.
   *
   * @param variable that names it
   * @param authorization what it wants to see before it works
   */
  record Server(String variable, String host, int port, Optional<String> authorization) {
    /** Without user and password. */
    @Override
    public String toString() {
      return host + ":" + port + " (" + variable + ")";
    }
  }

  private final Map<String, String> environment;
  private final Map<String, String> variables; // by scheme
  private final NoProxy direct;

  private EnvironmentProxies(
      Map<String, String> environment, Map<String, String> variables, NoProxy direct) {
    this.environment = environment;
    this.variables = variables;
    this.direct = direct;
  }

  /** Reads the environment; an address that can't be used is refused when it is needed. */
  static EnvironmentProxies of(Map<String, String> environment) {
    Map<String, String> named = new TreeMap<>();
    for (boolean lower : new boolean[] {false, true}) { // what is in lower case comes last and wins
      environment.forEach(
          (name, value) -> {
            boolean cgi = name.equals("HTTP_PROXY") && environment.containsKey("REQUEST_METHOD");
            if (isLower(name) == lower && scheme(name).isPresent() && !cgi) {
              if (value.isBlank()) {
                named.remove(scheme(name).get());
              } else {
                named.put(scheme(name).get(), name);
              }
            }
          });
    }
    String no = named.containsKey("no") ? environment.get(named.get("no")) : "";
    return new EnvironmentProxies(Map.copyOf(environment), named, NoProxy.of(no));
  }

  private static boolean isLower(String name) {
    return name.equals(name.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> scheme(String variable) {
    String lower = variable.toLowerCase(Locale.ROOT);
    return lower.endsWith(SUFFIX)
        ? Optional.of(lower.substring(0, lower.length() - SUFFIX.length()))
        : Optional.empty();
  }

  private Server named(String variable) {
    String address = environment.get(variable).strip();
    Matcher parts = ADDRESS.matcher(address);
    String scheme = parts.matches() ? parts.group("scheme") : "";
    if (scheme != null && !scheme.equalsIgnoreCase("http")) {
      String shown = address.replaceFirst("[^/]*@", "…@");
      throw new CheckpointException(
          variable + " is " + shown + "; it takes the address of an HTTP proxy: http://HOST:PORT");
    }
    int port = parts.group("port") == null ? USUAL_PORT : Integer.parseInt(parts.group("port"));
    Optional<String> authorization =
        Optional.ofNullable(parts.group("user")).filter(user -> !user.isEmpty());
    return new Server(
        variable, parts.group("host"), port, authorization.map(EnvironmentProxies::basic));
  }

  /** User and password, of which {@code %40} is an @, as the header has them (RFC 7617). */
  private static String basic(String user) {
    String plain = URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
    String both = plain.contains(":") ? plain : plain + ":";
    return "Basic "
        + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.ISO_8859_1));
  }

  /**
   * The proxy that an address is asked through; empty when it is asked directly.
   *
   * @throws CheckpointException when the proxy's address can't be used
   */
  Optional<Server> server(URI uri) {
    String own = variables.get(uri.getScheme().toLowerCase(Locale.ROOT));
    return Optional.ofNullable(own == null ? variables.get("all") : own)
        .filter(variable -> !direct.matches(uri))
        .map(this::named);
  }

  @Override
  public List<Proxy> select(URI uri) {
    return List.of(
        server(uri)
            .map(
                server ->
                    new InetSocketAddress(server.host().replaceAll("[\\[\\]]", ""), server.port()))
            .map(address -> new Proxy(Proxy.Type.HTTP, address))
            .orElse(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException e) {
    // The request fails with it, and the caller says so.
  }
}
