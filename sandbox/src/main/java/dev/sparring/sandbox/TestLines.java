package dev.sparring.sandbox;

import java.util.ArrayList;
import java.util.List;

/** Reads tests that are written as {@code INPUT ||| OUTPUT}, one a line. */
public final class TestLines {
  private static final String SEPARATOR = "|||";

  private TestLines() {}

  /**
   * Reads the tests of a text; empty lines between them are passed over. White space around input
   * and output does not count.
   *
   * @throws IllegalArgumentException if a line is no test, or there is none; the message is one
   *     line
   */
  public static List<ProgramTest> parse(String text) {
    List<ProgramTest> tests = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        int at = line.indexOf(SEPARATOR);
        if (at < 0 || line.indexOf(SEPARATOR, at + SEPARATOR.length()) >= 0) {
          throw new IllegalArgumentException(
              "line " + number + " is no test; a test is INPUT ||| OUTPUT");
        }
        tests.add(
            new ProgramTest(
                line.substring(0, at).strip(), line.substring(at + SEPARATOR.length()).strip()));
      }
    }
    if (tests.isEmpty()) {
      throw new IllegalArgumentException("there is no test; a test is a line INPUT ||| OUTPUT");
    }
    return List.copyOf(tests);
  }
}
