package dev.sparring.sandbox.problems;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/**
 * One operation on a list of integers: what a problem says, what its reference program does, and
 * what is right. The three are written apart from each other and tested against each other.
 */
enum ListOperation {
  KEEP_EVEN("keep only the even numbers", "[x for x in values if x % 2 == 0]"),
  KEEP_ODD("keep only the odd numbers", "[x for x in values if x % 2 == 1]"),
  KEEP_POSITIVE("keep only the numbers greater than 0", "[x for x in values if x > 0]"),
  KEEP_ABOVE("keep only the numbers greater than K", "[x for x in values if x > K]"),
  KEEP_BELOW("keep only the numbers smaller than K", "[x for x in values if x < K]"),
  KEEP_MULTIPLES("keep only the multiples of K", "[x for x in values if x % K == 0]"),
  ADD("add K to every number", "[x + K for x in values]"),
  MULTIPLY("multiply every number by K", "[x * K for x in values]"),
  SQUARE("replace every number by its square", "[x * x for x in values]"),
  ABSOLUTE("replace every number by its absolute value", "[abs(x) for x in values]"),
  NEGATE("change the sign of every number", "[-x for x in values]"),
  REMAINDER(
      "replace every number by its remainder when divided by K, which is from 0 to K minus 1",
      "[x % K for x in values]"),
  SORT_UP("sort the numbers in ascending order", "sorted(values)"),
  SORT_DOWN("sort the numbers in descending order", "sorted(values, reverse=True)"),
  REVERSE("reverse the order of the numbers", "values[::-1]"),
  UNIQUE(
      "remove repeated numbers, keeping the first occurrence of each",
      "list(dict.fromkeys(values))"),
  RUNNING_SUMS(
      "replace every number by the sum of all numbers up to and including it",
      "[sum(values[:i + 1]) for i in range(len(values))]"),
  DIFFERENCES(
      "replace the list by the differences of neighbours, each number minus the one before it",
      "[b - a for a, b in zip(values, values[1:])]"),
  NEIGHBOUR_MAXIMA(
      "replace the list by the larger one of each two neighbours",
      "[max(a, b) for a, b in zip(values, values[1:])]"),
  DROP_FIRST("remove the first K numbers", "values[K:]"),
  DROP_LAST("remove the last K numbers", "values[:max(len(values) - K, 0)]"),
  TAKE_FIRST("keep only the first K numbers", "values[:K]"),
  EVERY_SECOND("keep only the first, third, fifth number and so on", "values[::2]"),
  ROTATE(
      "move the first number to the end, K times",
      "values[K % len(values):] + values[:K % len(values)] if values else []");

  private final String words;
  private final String python;

  ListOperation(String words, String python) {
    this.words = words;
    this.python = python;
  }

  boolean hasNumber() {
    return words.contains("K");
  }

  /** The operation in words, for example "keep only the first 3 numbers". */
  String words(int k) {
    return words.replaceAll("\\bK\\b", Integer.toString(k));
  }

  /** A Python expression over {@code values}. */
  String python(int k) {
    return python.replaceAll("\\bK\\b", Integer.toString(k));
  }

  /** What the operation makes of a list. */
  List<Long> apply(List<Long> values, int k) {
    return switch (this) {
      case KEEP_EVEN -> keep(values, x -> Math.floorMod(x, 2) == 0);
      case KEEP_ODD -> keep(values, x -> Math.floorMod(x, 2) == 1);
      case KEEP_POSITIVE -> keep(values, x -> x > 0);
      case KEEP_ABOVE -> keep(values, x -> x > k);
      case KEEP_BELOW -> keep(values, x -> x < k);
      case KEEP_MULTIPLES -> keep(values, x -> Math.floorMod(x, k) == 0);
      case ADD -> map(values, x -> x + k);
      case MULTIPLY -> map(values, x -> x * k);
      case SQUARE -> map(values, x -> x * x);
      case ABSOLUTE -> map(values, Math::abs);
      case NEGATE -> map(values, x -> -x);
      case REMAINDER -> map(values, x -> Math.floorMod(x, k));
      case SORT_UP -> values.stream().sorted().toList();
      case SORT_DOWN -> values.stream().sorted(Collections.reverseOrder()).toList();
      case REVERSE -> reversed(values);
      case UNIQUE -> List.copyOf(new LinkedHashSet<>(values));
      case RUNNING_SUMS -> runningSums(values);
      case DIFFERENCES -> neighbours(values, true);
      case NEIGHBOUR_MAXIMA -> neighbours(values, false);
      case DROP_FIRST -> values.subList(Math.min(k, values.size()), values.size());
      case DROP_LAST -> values.subList(0, Math.max(values.size() - k, 0));
      case TAKE_FIRST -> values.subList(0, Math.min(k, values.size()));
      case EVERY_SECOND -> everySecond(values);
      case ROTATE -> rotated(values, k);
    };
  }

  private static List<Long> keep(List<Long> values, LongPredicate kept) {
    return values.stream().filter(kept::test).toList();
  }

  private static List<Long> map(List<Long> values, LongUnaryOperator function) {
    return values.stream().map(function::applyAsLong).toList();
  }

  private static List<Long> reversed(List<Long> values) {
    List<Long> copy = new ArrayList<>(values);
    Collections.reverse(copy);
    return copy;
  }

  private static List<Long> runningSums(List<Long> values) {
    List<Long> sums = new ArrayList<>();
    long sum = 0;
    for (long value : values) {
      sum += value;
      sums.add(sum);
    }
    return sums;
  }

  private static List<Long> neighbours(List<Long> values, boolean difference) {
    List<Long> made = new ArrayList<>();
    for (int i = 1; i < values.size(); i++) {
      long before = values.get(i - 1);
      long here = values.get(i);
      made.add(difference ? here - before : Math.max(before, here));
    }
    return made;
  }

  private static List<Long> everySecond(List<Long> values) {
    List<Long> made = new ArrayList<>();
    for (int i = 0; i < values.size(); i += 2) {
      made.add(values.get(i));
    }
    return made;
  }

  private static List<Long> rotated(List<Long> values, int k) {
    List<Long> copy = new ArrayList<>(values);
    Collections.rotate(copy, -k);
    return copy;
  }
}
