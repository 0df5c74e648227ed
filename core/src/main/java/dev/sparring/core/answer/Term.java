package dev.sparring.core.answer;

import java.util.Set;

/** What stands on one side of an equality sign. */
sealed interface Term {
  /** Nothing. */
  record Nothing() implements Term {}

  /** One number. */
  record Value(Rational value) implements Term {}

  /** A variable alone. */
  record Name(String name) implements Term {}

  /**
   * Words, which may say what a number is the value of.
   *
   * @param variables letters among them
   * @param numbers whether there are digits among them
   * @param point whether they say no more than that something is the answer
   */
  record Label(Set<String> variables, boolean numbers, boolean point) implements Term {}

  /** Numbers and signs, or a number with something beside it that may change its value. */
  record Work() implements Term {}

  /** A calculation with variables. */
  record Formula() implements Term {}

  /** Anything else. */
  record Unreadable() implements Term {}
}
