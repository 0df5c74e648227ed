package dev.sparring.code;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.TestLines;
import java.util.List;

/**
 * How a proposer is asked for a programming problem.
 *
 * @param seeded whether the prompt names a matter that is drawn anew for every problem
 * @param example whether an answered request about another matter stands before it: models that are
 *     too small to follow the form in words can imitate it. Its problem is never admitted
 */
record CodeTopic(boolean seeded, boolean example) {
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

  /** A problem that is shown, and what it is about. */
  private record Example(String matter, CodeProblem problem) {
    static Example of(String matter, String statement, String tests) {
      List<ProgramTest> read = TestLines.parse(tests);
      return new Example(matter, new CodeProblem(statement, read));
    }
  }

  private static final List<Example> EXAMPLES =
      List.of(
          Example.of(
              "the smallest number",
              "Read a line of integers. Print how many of them are equal to the smallest one.",
              "4 2 7 2 ||| 2\n5 ||| 1\n-1 3 -1 -1 ||| 3\n8 9 10 ||| 1\n6 6 6 6 ||| 4"),
          Example.of(
              "squares",
              "Read a line of integers. Print the list of their squares, from the smallest square to"
                  + " the largest.",
              "3 -1 2 ||| [1, 4, 9]\n5 ||| [25]\n0 -4 4 ||| [0, 16, 16]\n7 1 ||| [1, 49]\n"
                  + "-2 -3 ||| [4, 9]"),
          Example.of(
              "changes of sign",
              "Read a line of integers. Print how many times a number and the next one have different"
                  + " signs. Zero counts as positive.",
              "1 -1 2 ||| 2\n4 ||| 0\n-3 -2 -1 ||| 0\n0 -5 0 ||| 2\n7 8 -9 10 ||| 2"),
          Example.of(
              "the last number",
              "Read a line of integers. Print the list of those that are larger than the last one, in"
                  + " their order.",
              "5 1 8 3 ||| [5, 8]\n2 ||| []\n9 7 8 ||| [9]\n-1 0 -2 ||| [-1, 0]\n4 4 4 ||| []"),
          Example.of(
              "sums",
              "Read a line of integers. Print the sum of those that are multiples of three.",
              "3 4 6 ||| 9\n1 2 ||| 0\n-3 9 5 ||| 6\n12 ||| 12\n0 7 -6 8 ||| -6"),
          Example.of(
              "halves of a list",
              "Read a line of integers. Print the list of its second half, without the middle number"
                  + " if there is one.",
              "1 2 3 4 ||| [3, 4]\n5 6 7 ||| [7]\n9 ||| []\n0 -1 ||| [-1]\n8 7 6 5 4 ||| [5, 4]"));

  /** The messages, a function of the stream alone. */
  List<ChatMessage> prompt(RandomStream random) {
    String matter = MATTERS.get(random.child("matter").below(0, MATTERS.size()));
    if (!example) {
      return List.of(ChatMessage.user(request(seeded ? " about " + matter : "")));
    }
    Example shown = EXAMPLES.get(random.child("example").below(0, EXAMPLES.size()));
    return List.of(
        ChatMessage.user(request(" about " + shown.matter())),
        new ChatMessage("assistant", shown.problem().text()),
        ChatMessage.user(request(seeded ? " about " + matter : ", unlike the one before")));
  }

  private static String request(String about) {
    return "Write one easy programming problem, as it would be asked in a job interview"
        + about
        + ". The program that solves it reads one line of integers, separated by spaces, and prints"
        + " one integer or one list of integers. Say exactly what is to be printed. Do not write the"
        + " program.\n\nAfter the problem write the line\nTest Cases:\nand then five lines of the"
        + " form\nINPUT ||| OUTPUT\neach with a line of integers and what the program prints for it.";
  }

  /** The problems that prompts show. */
  static List<String> examples() {
    return EXAMPLES.stream().map(example -> example.problem().text()).toList();
  }
}
