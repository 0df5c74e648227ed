package dev.sparring.code;

import dev.sparring.core.RandomStream;
import java.util.List;

/**
 * How a proposer is asked for a programming problem. No example stands in the prompt: it would come
 * back as the problem. A seeded prompt names a matter that is drawn anew for every problem.
 */
final class CodeTopic {
  private static final List<String> MATTERS =
      List.of(
          "even and odd numbers",
          "neighbours in a list",
          "sorting",
          "the largest and the smallest number",
          "counting how often numbers occur",
          "sums of parts of a list",
          "divisors and remainders",
          "negative numbers",
          "differences between numbers",
          "numbers at certain positions",
          "removing some of the numbers",
          "runs of equal numbers",
          "rising and falling numbers",
          "digits of numbers",
          "squares and products",
          "reversing and rotating",
          "pairs of numbers with a property",
          "a first number that says something about the others",
          "running totals",
          "the middle of a list",
          "comparing every number with the average",
          "numbers that occur once",
          "limits below or above which numbers are changed",
          "alternating signs");

  private CodeTopic() {}

  static String prompt(RandomStream random, boolean seeded) {
    String matter = MATTERS.get(random.child("matter").below(0, MATTERS.size()));
    return "Write one easy programming problem as it would be asked in a job interview"
        + (seeded ? ". It is about " + matter : "")
        + ". The program that solves it reads one line of integers, separated by spaces, and prints"
        + " one integer or one list of integers. Say exactly what is to be printed. Do not write the"
        + " program. Make the problem unlike other problems.\n\n"
        + "After the problem write the line\n"
        + "Test Cases:\n"
        + "and then five lines, one for each test, of the form\n"
        + "INPUT ||| OUTPUT\n"
        + "where INPUT is the line of integers and OUTPUT is what the program prints for it: an"
        + " integer, or a list of integers with commas in square brackets. Write nothing after them.";
  }
}
