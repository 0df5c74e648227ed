package dev.sparring.sandbox.problems;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a problem asks to be printed of a list. */
enum ListResult {
  LIST("Print the resulting list in the form [1, 2, 3].", "values"),
  SUM("Print the sum of the result, or 0 if nothing is left.", "sum(values)"),
  COUNT("Print how many numbers are left.", "len(values)"),
  MAXIMUM("Print the largest number, or 0 if nothing is left.", "max(values, default=0)"),
  MINIMUM("Print the smallest number, or 0 if nothing is left.", "min(values, default=0)"),
  DISTINCT("Print how many different numbers are left.", "len(set(values))"),
  LAST("Print the last number, or 0 if nothing is left.", "values[-1] if values else 0"),
  SPREAD(
      "Print the largest number minus the smallest, or 0 if nothing is left.",
      "max(values) - min(values) if values else 0"),
  ALTERNATING(
      "Print the first number minus the second plus the third minus the fourth and so on, or 0 if"
          + " nothing is left.",
      "sum(values[::2]) - sum(values[1::2])"),
  MOST_FREQUENT(
      "Print the number that occurs most often, the smallest one if there are several, or 0 if"
          + " nothing is left.",
      "min(values, key=lambda x: (-values.count(x), x)) if values else 0"),
  LONGEST_RISE(
      "Print the length of the longest run of neighbours in which every number is larger than the one"
          + " before it, or 0 if nothing is left.",
      "longest_rise(values)");

  private static final String LONGEST_RISE_PROGRAM =
      """
      def longest_rise(values):
          best = length = 0
          for i, value in enumerate(values):
              length = length + 1 if i > 0 and value > values[i - 1] else 1
              best = max(best, length)
          return best


      """;

  private final String words;
  private final String python;

  ListResult(String words, String python) {
    this.words = words;
    this.python = python;
  }

  String words() {
    return words;
  }

  String python() {
    return python;
  }

  /** Definitions that the expression needs. */
  String definitions() {
    return this == LONGEST_RISE ? LONGEST_RISE_PROGRAM : "";
  }

  /** What Python prints. */
  String of(List<Long> values) {
    if (this == LIST) {
      return values.toString();
    }
    return Long.toString(values.isEmpty() ? 0 : number(values));
  }

  private long number(List<Long> values) {
    long maximum = values.stream().mapToLong(x -> x).max().orElseThrow();
    long minimum = values.stream().mapToLong(x -> x).min().orElseThrow();
    return switch (this) {
      case SUM -> values.stream().mapToLong(x -> x).sum();
      case COUNT -> values.size();
      case MAXIMUM -> maximum;
      case MINIMUM -> minimum;
      case DISTINCT -> values.stream().distinct().count();
      case LAST -> values.get(values.size() - 1);
      case SPREAD -> maximum - minimum;
      case ALTERNATING -> alternating(values);
      case MOST_FREQUENT -> mostFrequent(values);
      case LONGEST_RISE -> longestRise(values);
      case LIST -> throw new IllegalStateException("a list is no number");
    };
  }

  private static long alternating(List<Long> values) {
    long sum = 0;
    for (int i = 0; i < values.size(); i++) {
      sum += i % 2 == 0 ? values.get(i) : -values.get(i);
    }
    return sum;
  }

  private static long mostFrequent(List<Long> values) {
    Map<Long, Integer> counts = new HashMap<>();
    values.forEach(value -> counts.merge(value, 1, Integer::sum));
    int most = counts.values().stream().max(Integer::compare).orElseThrow();
    return values.stream().filter(x -> counts.get(x) == most).min(Long::compare).orElseThrow();
  }

  private static long longestRise(List<Long> values) {
    long best = 1;
    long length = 1;
    for (int i = 1; i < values.size(); i++) {
      length = values.get(i) > values.get(i - 1) ? length + 1 : 1;
      best = Math.max(best, length);
    }
    return best;
  }
}
