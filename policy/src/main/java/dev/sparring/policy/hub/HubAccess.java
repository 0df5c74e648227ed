package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.home.UserHome;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the hub and its cache are, by the environment variables that {@code huggingface_hub} knows.
 *
 * @param endpoint without a slash at its end
 * @param token sent to the endpoint and to nobody else
 * @param offline whether nothing may be asked for
 * @param links whether snapshots may link to blobs
 * @param proxies what addresses are asked through
 */
record HubAccess(
    String endpoint,
    Path cache,
    Optional<String> token,
    boolean offline,
    boolean links,
    EnvironmentProxies proxies) {
  private static final String NO_HOME =
      "HOME is not set, and the user has no passwd entry; set HOME or HF_HUB_CACHE";

  private static final Set<String> TRUE = Set.of("1", "ON", "YES", "TRUE");

  /**
   * Reads the environment.
   *
   * @param endpoint where the hub is, unless {@code HF_ENDPOINT} says otherwise
   */
  static HubAccess of(Map<String, String> environment, String endpoint) {
    Variables variables = new Variables(environment);
    Optional<Path> home =
        variables
            .path("HF_HOME")
            .or(() -> variables.path("XDG_CACHE_HOME").map(c -> c.resolve("huggingface")))
            .or(() -> UserHome.of(environment).map(h -> h.resolve(".cache/huggingface")));
    Path cache =
        variables
            .path("HF_HUB_CACHE")
            .or(() -> variables.path("HUGGINGFACE_HUB_CACHE"))
            .or(() -> home.map(folder -> folder.resolve("hub")))
            .orElseThrow(
                () -> new CheckpointException("the hub's cache has no folder: " + NO_HOME));
    return new HubAccess(
        address(variables.text("HF_ENDPOINT").orElse(endpoint)),
        cache.toAbsolutePath(),
        token(variables, home),
        variables.on("HF_HUB_OFFLINE") || variables.on("TRANSFORMERS_OFFLINE"),
        !variables.on("HF_HUB_DISABLE_SYMLINKS"),
        EnvironmentProxies.of(environment));
  }

  private record Variables(Map<String, String> environment) {
    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(t -> !t.isEmpty());
    }

    Optional<Path> path(String name) {
      return text(name)
          .map(t -> t.matches("~([/\\\\].*)?") ? userHome() + t.substring(1) : t)
          .map(Path::of);
    }

    /** Python leaves the ~ in place where there is no home. */
    private String userHome() {
      return UserHome.of(environment).map(Path::toString).orElse("~");
    }

    boolean on(String name) {
      return text(name).filter(t -> TRUE.contains(t.toUpperCase(Locale.ROOT))).isPresent();
    }
  }

  private static String address(String endpoint) {
    String address = endpoint.replaceFirst("/+$", "");
    try {
      URI uri = URI.create(address);
      if (uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())) {
        return address;
      }
    } catch (IllegalArgumentException e) {
      throw noAddress(endpoint, e);
    }
    throw noAddress(endpoint, null);
  }

  private static CheckpointException noAddress(String endpoint, Throwable cause) {
    return new CheckpointException(
        "the hub's endpoint (HF_ENDPOINT, policy.hub.endpoint) is no http or https address: "
            + endpoint,
        cause);
  }

  private static Optional<String> token(Variables variables, Optional<Path> home) {
    Optional<Path> file =
        variables.path("HF_TOKEN_PATH").or(() -> home.map(h -> h.resolve("token")));
    Optional<String> token =
        variables.text("HF_TOKEN").or(() -> file.flatMap(HubAccess::firstLine));
    if (token.isPresent() && !token.get().matches("[!-~]+")) {
      throw new CheckpointException(
          "the token in HF_TOKEN"
              + file.map(f -> " or " + f).orElse("")
              + " has characters that no token has");
    }
    return token;
  }

  private static Optional<String> firstLine(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Files.readString(file)
          .lines()
          .map(String::strip)
          .filter(t -> !t.isEmpty())
          .findFirst();
    } catch (IOException e) {
      throw new CheckpointException("can't read the token in " + file + ": " + e.getMessage(), e);
    }
  }

  /** Without the token, which nobody should come to see. */
  @Override
  public String toString() {
    return endpoint + ", cache " + cache + (token.isPresent() ? ", with a token" : "");
  }
}
