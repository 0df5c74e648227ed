package dev.sparring.orchestrator.run;

import dev.sparring.core.config.LoggingSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * {@code logs/<actor>.log}: each actor's lines go into a file of its own while a run lasts. A line
 * has the time, and whose it is, of which round and with which weights:
 *
 * <pre>
 * 2026-11-23 20:15:04.123 INFO  [solver step 12 policy 11] 192 answers to 16 problems, …
 * </pre>
 *
 * <p>With {@code logging.format = json} it is an object with the same. Actors log with SLF4J, and
 * its provider is the embedding program's choice. The files are written where that is Logback; with
 * any other provider the lines go where it sends them, and a note says so. Runs in one JVM write
 * only their own lines.
 */
public final class RunLogs implements AutoCloseable {
  private static final String LOGBACK = "ch.qos.logback.classic.LoggerContext";
  private static final AtomicLong SYSTEMS = new AtomicLong();

  private final Runnable close;

  private RunLogs(Runnable close) {
    this.close = close;
  }

  /** A name for a run's actor system that no other run in this JVM has: it tells lines apart. */
  public static String freshSystem() {
    return "sparring-" + SYSTEMS.incrementAndGet();
  }

  /**
   * Begins to write.
   *
   * @param system name of the run's actor system
   * @param format of the lines
   * @param actors logger class by file name
   * @param note told when there will be no files
   */
  public static RunLogs open(
      Path run,
      String system,
      LoggingSettings.Format format,
      Map<String, Class<?>> actors,
      Consumer<String> note) {
    Path folder = run.resolve("logs");
    String provider = provider();
    if (provider.equals(LOGBACK)) {
      return new RunLogs(LogbackFiles.open(folder, system, format, actors)::close);
    }
    note.accept(
        "no log files of actors in "
            + folder
            + ": they need Logback, and SLF4J uses "
            + provider
            + ", which gets the lines");
    return new RunLogs(() -> {});
  }

  /** SLF4J starts its provider under this lock, and names a stand-in to other threads meanwhile. */
  private static String provider() {
    synchronized (LoggerFactory.class) {
      return LoggerFactory.getILoggerFactory().getClass().getName();
    }
  }

  @Override
  public void close() {
    close.run();
  }
}
