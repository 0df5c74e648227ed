package dev.sparring.cli;

import java.io.Console;
import java.util.Locale;

/**
 * Whether a person watches. The launcher tells, in {@code sparring.terminal}, which of the streams
 * {@code stdout} and {@code stderr} are a terminal; Java knows of its console alone.
 */
final class Terminal {
  private static final String STREAMS = "sparring.terminal";

  private Terminal() {}

  /** Whether a progress bar can be drawn, which goes to standard error. */
  static boolean bars() {
    return is("stderr") && !dumb();
  }

  /** Whether help may have colours (no-color.org). */
  static boolean colours() {
    String no = System.getenv("NO_COLOR");
    return is("stdout") && !dumb() && (no == null || no.isEmpty());
  }

  private static boolean dumb() {
    return "dumb".equals(System.getenv("TERM"));
  }

  private static boolean is(String stream) {
    String told = System.getProperty(STREAMS);
    return told == null ? console() : told.toLowerCase(Locale.ROOT).contains(stream);
  }

  /** Whether input and output are a terminal. Since Java 22 there is a console in any case. */
  private static boolean console() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return true; // before Java 22, a console is a terminal
    }
  }
}
