package dev.sparring.orchestrator.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import dev.sparring.core.StepVersion;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * {@code logs/<actor>.log}: each actor's lines go into a file of its own while a run lasts. A line
 * has the time, and whose it is, of which round and with which weights:
 *
 * <pre>
 * 2026-11-23 20:15:04.123 INFO  [solver step 12 policy 11] 192 answers to 16 problems, …
 * </pre>
 */
public final class RunLogs implements AutoCloseable {
  private static final String PATTERN =
      String.format(
          Locale.ROOT,
          "%%d{yyyy-MM-dd HH:mm:ss.SSS} %%-5level [%%X{%s} step %%X{%s:--} policy %%X{%s:--}] %%msg%%n",
          StepVersion.ROLE,
          StepVersion.STEP,
          StepVersion.POLICY_VERSION);

  private final Map<Logger, FileAppender<ILoggingEvent>> appenders = new LinkedHashMap<>();

  /**
   * Begins to write.
   *
   * @param actors logger class by file name
   */
  public RunLogs(Path run, Map<String, Class<?>> actors) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    actors.forEach(
        (name, type) -> {
          PatternLayoutEncoder encoder = new PatternLayoutEncoder();
          encoder.setContext(context);
          encoder.setPattern(PATTERN);
          encoder.start();
          FileAppender<ILoggingEvent> appender = new FileAppender<>();
          appender.setContext(context);
          appender.setName(run + "/" + name);
          appender.setFile(run.resolve("logs").resolve(name + ".log").toString());
          appender.setEncoder(encoder);
          appender.start();
          Logger logger = context.getLogger(type);
          logger.setLevel(Level.INFO);
          logger.setAdditive(false);
          logger.addAppender(appender);
          appenders.put(logger, appender);
        });
  }

  @Override
  public void close() {
    appenders.forEach(
        (logger, appender) -> {
          logger.detachAppender(appender);
          appender.stop();
        });
  }
}
