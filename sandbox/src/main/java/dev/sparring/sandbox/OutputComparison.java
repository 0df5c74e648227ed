package dev.sparring.sandbox;

import java.util.stream.Collectors;

/**
 * Decides whether a program printed what was expected. White space at the ends of lines and empty
 * lines at the end do not count; everything else does. It runs outside of the sandbox.
 */
final class OutputComparison {
  private OutputComparison() {}

  static boolean same(String actual, String expected) {
    return trimmed(actual).equals(trimmed(expected));
  }

  private static String trimmed(String text) {
    return text.lines()
        .map(String::stripTrailing)
        .collect(Collectors.joining("\n"))
        .stripTrailing();
  }
}
