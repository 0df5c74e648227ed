package dev.sparring.cluster;

import java.util.Optional;

/**
 * Where and how a trainer lets workers join.
 *
 * @param bind where it listens; the port of control messages is the next one
 * @param host by which others reach it
 * @param tls certificates; without them everything is sent as it is, and anybody may join
 */
public record Listening(HostPort bind, String host, Optional<TlsFiles> tls) {
  /**
   * Checks that nobody but friends can join.
   *
   * @param insecure whether the user takes it upon himself
   * @throws ClusterException when others could
   */
  public static Listening of(
      HostPort bind, Optional<String> host, Optional<TlsFiles> tls, boolean insecure) {
    tls.ifPresent(TlsFiles::require);
    if (tls.isEmpty() && !insecure && !bind.loopback()) {
      throw new ClusterException(
          bind
              + " can be reached from other hosts, and without certificates anybody could join;"
              + " give --tls DIR, or --insecure in a network that you trust");
    }
    return new Listening(bind, host.orElse(bind.host()), tls);
  }
}
