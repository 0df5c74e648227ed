package dev.sparring.orchestrator.run;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.HashMap;
import java.util.Map;

/**
 * Lets an actor's lines from INFO on reach the files of runs, while any run lasts, and keeps the
 * rest of Logback as its owner has configured it: appenders of loggers above get the lines that
 * they would have got, and no more. A level that is set for the logger itself stays.
 */
final class LogbackSwitch {
  private static final Map<Logger, LogbackSwitch> ON = new HashMap<>();

  private final Logger logger;
  private final Level level;
  private final PassOn passOn;
  private int runs;

  private LogbackSwitch(Logger logger) {
    this.logger = logger;
    this.level = logger.getLevel();
    this.passOn = logger.isAdditive() ? new PassOn(above(logger)) : null;
  }

  /** Switches on for one run more. */
  static LogbackSwitch on(Logger logger) {
    synchronized (ON) {
      LogbackSwitch there = ON.computeIfAbsent(logger, LogbackSwitch::new);
      if (there.runs++ == 0) {
        there.begin();
      }
      return there;
    }
  }

  /** Switches off for one run. */
  void off() {
    synchronized (ON) {
      if (--runs == 0) {
        ON.remove(logger);
        end();
      }
    }
  }

  private void begin() {
    if (passOn != null) {
      passOn.setContext(logger.getLoggerContext());
      passOn.start();
      logger.addAppender(passOn);
      logger.setAdditive(false);
    }
    if (level == null && logger.getEffectiveLevel().isGreaterOrEqual(Level.INFO)) {
      logger.setLevel(Level.INFO);
    }
  }

  private void end() {
    logger.setLevel(level);
    if (passOn != null) {
      logger.setAdditive(true);
      logger.detachAppender(passOn);
    }
  }

  private static Logger above(Logger logger) {
    String name = logger.getName();
    return logger.getLoggerContext().getLogger(name.substring(0, name.lastIndexOf('.')));
  }

  /** Gives loggers above what they would have got without us. */
  private final class PassOn extends AppenderBase<ILoggingEvent> {
    private final Logger above;

    PassOn(Logger above) {
      this.above = above;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (level != null || event.getLevel().isGreaterOrEqual(above.getEffectiveLevel())) {
        above.callAppenders(event);
      }
    }
  }
}
