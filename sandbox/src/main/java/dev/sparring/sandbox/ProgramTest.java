package dev.sparring.sandbox;

import static java.util.Objects.requireNonNull;

/**
 * One test of a program.
 *
 * @param input what the program reads from standard input; a line end is added if there is none
 * @param expected what it should print
 */
public record ProgramTest(String input, String expected) {
  public ProgramTest {
    requireNonNull(input);
    requireNonNull(expected);
  }
}
