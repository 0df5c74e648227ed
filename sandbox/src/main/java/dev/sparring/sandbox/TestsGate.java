package dev.sparring.sandbox;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Refuses tests that say nothing about a program: no reward should come of them. */
public final class TestsGate {
  private TestsGate() {}

  /** Why these tests are not used; empty if they are. One line. */
  public static Optional<String> refuse(List<ProgramTest> tests) {
    if (tests.isEmpty()) {
      return Optional.of("there are no tests");
    }
    Map<String, String> expected = new HashMap<>();
    for (ProgramTest test : tests) {
      String before = expected.putIfAbsent(words(test.input()), test.expected());
      if (before != null && !OutputComparison.same(before, test.expected())) {
        return Optional.of("two tests contradict each other: the input " + test.input());
      }
    }
    if (expected.size() < 2) {
      return Optional.of("all tests are equal");
    }
    if (tests.stream().allMatch(test -> same(test.expected(), tests.get(0).expected()))) {
      return Optional.of("printing a constant passes all tests");
    }
    if (tests.stream().allMatch(test -> same(test.expected(), test.input()))) {
      return Optional.of("printing the input passes all tests");
    }
    return Optional.empty();
  }

  private static boolean same(String one, String other) {
    return words(one).equals(words(other));
  }

  /** Numbers and words alone: brackets, commas and the width of gaps do not count here. */
  private static String words(String text) {
    return text.replaceAll("[\\[\\](),\\s]+", " ").strip();
  }
}
