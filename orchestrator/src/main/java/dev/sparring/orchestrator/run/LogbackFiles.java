package dev.sparring.orchestrator.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import dev.sparring.core.StepVersion;
import dev.sparring.core.config.LoggingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Log files of one run's actors, written by Logback. Nothing but {@link RunLogs} names this class:
 * it is loaded only where Logback is there.
 */
final class LogbackFiles {
  /** Akka puts the name of an actor's system into the context of each of its lines. */
  private static final String SYSTEM = "sourceActorSystem";

  /** What Akka itself reports of a run's system, such as an actor that fails, goes here as well. */
  private static final String FILE_OF_AKKA = "orchestrator";

  private static final String PATTERN =
      String.format(
          Locale.ROOT,
          "%%d{yyyy-MM-dd HH:mm:ss.SSS} %%-5level [%%X{%s:-akka} step %%X{%s:--} policy %%X{%s:--}] %%msg%%n",
          StepVersion.ROLE,
          StepVersion.STEP,
          StepVersion.POLICY_VERSION);

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
  private final String system;
  private final LoggingSettings.Format format;
  private final Map<Logger, FileAppender<ILoggingEvent>> files = new LinkedHashMap<>();
  private final List<LogbackSwitch> switches = new ArrayList<>();

  private LogbackFiles(String system, LoggingSettings.Format format) {
    this.system = system;
    this.format = format;
  }

  /**
   * Begins to write.
   *
   * @param system name of the run's actor system
   * @param format of the lines
   * @param actors logger class by file name
   */
  static LogbackFiles open(
      Path folder, String system, LoggingSettings.Format format, Map<String, Class<?>> actors) {
    LogbackFiles logs = new LogbackFiles(system, format);
    actors.forEach((name, type) -> logs.add(folder.resolve(name + ".log"), name, type));
    return logs;
  }

  private void add(Path path, String name, Class<?> type) {
    FileAppender<ILoggingEvent> file = file(path);
    Logger logger = context.getLogger(type);
    switches.add(LogbackSwitch.on(logger));
    attach(logger, file);
    if (name.equals(FILE_OF_AKKA)) {
      attach(context.getLogger("akka"), file);
    }
  }

  private void attach(Logger logger, FileAppender<ILoggingEvent> file) {
    files.put(logger, file);
    logger.addAppender(file);
  }

  private FileAppender<ILoggingEvent> file(Path path) {
    Encoder<ILoggingEvent> encoder = encoder();
    encoder.setContext(context);
    encoder.start();
    FileAppender<ILoggingEvent> file = new FileAppender<>();
    file.setContext(context);
    file.setName(path.toString());
    file.setFile(path.toString());
    file.setEncoder(encoder);
    file.addFilter(own());
    file.start();
    return file;
  }

  private Encoder<ILoggingEvent> encoder() {
    if (format == LoggingSettings.Format.JSON) {
      return new JsonLineEncoder();
    }
    PatternLayoutEncoder text = new PatternLayoutEncoder();
    text.setPattern(PATTERN);
    return text;
  }

  /** Lines of this run from INFO on; of Akka, only what went wrong. */
  private Filter<ILoggingEvent> own() {
    Filter<ILoggingEvent> filter =
        new Filter<>() {
          @Override
          public FilterReply decide(ILoggingEvent event) {
            Level least = event.getLoggerName().startsWith("akka.") ? Level.WARN : Level.INFO;
            return event.getLevel().isGreaterOrEqual(least)
                    && system.equals(event.getMDCPropertyMap().get(SYSTEM))
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
          }
        };
    filter.start();
    return filter;
  }

  void close() {
    files.forEach(Logger::detachAppender);
    files.values().forEach(FileAppender::stop);
    switches.forEach(LogbackSwitch::off);
  }
}
