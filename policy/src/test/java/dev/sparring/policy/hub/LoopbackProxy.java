package dev.sparring.policy.hub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on loopback. Whatever host is asked for, it asks the same port of loopback, or the
 * given one where the address names none; tunnels are refused.
 */
final class LoopbackProxy implements AutoCloseable {
  /** First line of every request, with its Proxy-Authorization behind it. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  private final ServerSocket socket;
  private final int port;
  private final String password;

  /**
   * @param port what an address without a port stands for
   * @param password the header that it asks for; empty for none
   */
  LoopbackProxy(int port, String password) {
    this.port = port;
    this.password = password;
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "proxy");
    thread.setDaemon(true);
    thread.start();
  }

  String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        answer(client);
      } catch (IOException e) {
        continue; // the client went away, or the test is over
      }
    }
  }

  private void answer(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    String first = in.readLine();
    List<String> headers = new ArrayList<>();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      headers.add(line);
    }
    String shown =
        headers.stream()
            .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-auth"))
            .map(line -> line.substring(line.indexOf(' ') + 1))
            .findFirst()
            .orElse("");
    requests.add(shown.isEmpty() ? first : first + " " + shown);
    OutputStream out = client.getOutputStream();
    if (!shown.equals(password)) {
      say(out, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0");
    } else if (first.startsWith("CONNECT ")) {
      say(out, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0");
    } else {
      relay(first.split(" "), headers, out);
    }
  }

  private static void say(OutputStream out, String head) throws IOException {
    out.write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  private void relay(String[] request, List<String> headers, OutputStream out) throws IOException {
    URI uri = URI.create(request[1]);
    int there = uri.getPort() < 0 ? port : uri.getPort();
    try (Socket server = new Socket(InetAddress.getLoopbackAddress(), there)) {
      StringBuilder head = new StringBuilder();
      head.append(request[0]).append(' ').append(uri.getRawPath()).append(" HTTP/1.1\r\n");
      headers.stream()
          .filter(line -> !line.matches("(?i)(proxy-|connection:|upgrade:|http2-).*"))
          .forEach(line -> head.append(line).append("\r\n"));
      say(server.getOutputStream(), head.toString().stripTrailing());
      server.getInputStream().transferTo(out);
    }
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
