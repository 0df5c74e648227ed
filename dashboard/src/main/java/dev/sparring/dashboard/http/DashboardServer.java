package dev.sparring.dashboard.http;

import com.sun.net.httpserver.HttpServer;
import dev.sparring.dashboard.run.RunCatalog;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The live page, from {@link #start} until it is closed. */
public final class DashboardServer implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int WAITING = 64;

  /**
   * Bounds of the JDK's server: seconds for a request and for an answer, sizes, and connections.
   * They are read once, when the first server of a process is made; what is set already stays.
   */
  private static final Map<String, String> LIMITS =
      Map.of(
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "120",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", "16384",
          "sun.net.httpserver.idleInterval", "10",
          "sun.net.httpserver.maxIdleConnections", "64",
          "jdk.httpserver.maxConnections", "1024");

  private final HttpServer server;
  private final RunWatcher watcher;
  private final ThreadPoolExecutor threads;

  private DashboardServer(HttpServer server, RunWatcher watcher, ThreadPoolExecutor threads) {
    this.server = server;
    this.watcher = watcher;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @throws DashboardException when the port is taken
   */
  public static DashboardServer start(DashboardOptions options) {
    LIMITS.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
    InetAddress address = options.address();
    HttpServer server;
    try {
      server = HttpServer.create(new InetSocketAddress(address, options.port()), WAITING);
    } catch (IOException e) {
      throw new DashboardException(
          "can't listen on "
              + options.host()
              + " port "
              + options.port()
              + ": "
              + e.getMessage()
              + "; choose another port, or 0 for any that is free",
          e);
    }
    RunWatcher watcher = new RunWatcher(new RunCatalog(options.roots()));
    ThreadPoolExecutor threads = threads();
    server.setExecutor(threads);
    server.createContext(
        "/",
        new Router(
            new Access(options.token()), new Assets(), new Api(watcher), new EventStream(watcher)));
    server.start();
    return new DashboardServer(server, watcher, threads);
  }

  /** Few threads, and few requests that wait for one; the server closes what is over that. */
  private static ThreadPoolExecutor threads() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> {
              Thread thread = new Thread(work, "dashboard-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /** Where the page is. */
  public String address() {
    InetSocketAddress at = server.getAddress();
    String host =
        at.getAddress().isAnyLocalAddress() ? "localhost" : at.getAddress().getHostAddress();
    return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + at.getPort() + "/";
  }

  @Override
  public void close() {
    watcher.close();
    server.stop(0);
    threads.shutdownNow();
  }
}
