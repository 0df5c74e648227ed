package dev.sparring.cluster;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a trainer listens.
 *
 * @param host a name or an address; one of IPv6 in brackets
 * @param port of joining and of files; control messages have the next one
 */
public record HostPort(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(\\[[0-9a-fA-F:.%]+]|[\\w.-]+):(\\d{1,5})");

  /**
   * Reads {@code HOST:PORT}.
   *
   * @throws ClusterException when it is not that
   */
  public static HostPort parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      int port = Integer.parseInt(form.group(2));
      if (port >= 1 && port < 65535) {
        return new HostPort(form.group(1), port);
      }
    }
    throw new ClusterException(
        text
            + " is no HOST:PORT; PORT is a whole number from 1 to 65534, and the next one is used too");
  }

  /** The port of control messages. */
  public int controlPort() {
    return port + 1;
  }

  /** Whether only this host can reach it. */
  public boolean loopback() {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
