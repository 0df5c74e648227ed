package dev.sparring.dashboard.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is shown where.
 *
 * @param roots folders of runs, and folders that hold such folders
 * @param host name or address to listen on
 * @param port to listen on; 0 is any that is free
 * @param token that a browser has to know; empty is allowed on the loopback interface only
 */
public record DashboardOptions(List<Path> roots, String host, int port, Optional<String> token) {
  /** Characters of a token at least. */
  public static final int SHORTEST_TOKEN = 16;

  /** The host when none is given. */
  public static final String LOOPBACK = "127.0.0.1";

  /**
   * Checks the options.
   *
   * @throws DashboardException when the address is reachable from outside and there is no token, or
   *     when the token is too short
   */
  public DashboardOptions {
    roots = List.copyOf(roots);
    if (token.isEmpty() && !resolve(host).isLoopbackAddress()) {
      throw new DashboardException(
          "--host "
              + host
              + " can be reached from other machines, so a token is needed; put one into an"
              + " environment variable and name it with --token-env");
    }
    if (token.filter(it -> it.length() < SHORTEST_TOKEN).isPresent()) {
      throw new DashboardException(
          "the token is shorter than " + SHORTEST_TOKEN + " characters; choose a longer one");
    }
  }

  /** The address of the host. */
  InetAddress address() {
    return resolve(host);
  }

  private static InetAddress resolve(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new DashboardException(
          "--host " + host + " is no address of this machine; 127.0.0.1 is this machine alone", e);
    }
  }
}
