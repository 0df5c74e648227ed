package dev.sparring.policy.hub;

import java.net.http.HttpClient;

/** Makes all HTTP clients of this program. */
public final class HttpClients {
  /**
   * Java sends no password to a proxy that leads to https unless this property is empty. Java reads
   * it once, when the first client of the process is made, whichever that is.
   */
  private static final String TUNNEL_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

  static {
    if (System.getProperty(TUNNEL_SCHEMES) == null) {
      System.setProperty(TUNNEL_SCHEMES, "");
    }
  }

  private HttpClients() {}

  /** For HTTP/1.1: the windows of Java's HTTP/2 are small for large files. */
  public static HttpClient.Builder builder() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
  }
}
