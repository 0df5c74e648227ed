package dev.sparring.sandbox.problems;

import dev.sparring.sandbox.ProgramTest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes the evaluation set from a seed: the same seed gives the same problems everywhere. A
 * problem is kept if its tests tell it from programs that print the input, a constant, or what one
 * operation less would give.
 */
final class ProblemGenerator {
  private static final int TESTS = 8;
  private static final int DIFFERENT_OUTPUTS = 4;

  private final Random random;
  private final Set<String> seen = new HashSet<>();

  ProblemGenerator(long seed) {
    this.random = new Random(seed);
  }

  /** So many problems of one to three operations, in turn. */
  List<ProgramProblem> problems(int count) {
    List<ProgramProblem> problems = new ArrayList<>();
    while (problems.size() < count) {
      Draft draft = draft(1 + problems.size() % 3);
      List<ProgramTest> tests = tests(draft);
      if (tells(draft, tests) && seen.add(draft.statement())) {
        String id = String.format(Locale.ROOT, "list-%03d", problems.size() + 1);
        problems.add(
            new ProgramProblem(
                id, draft.steps().size(), draft.statement(), draft.program(), tests));
      }
    }
    return problems;
  }

  private record Step(ListOperation operation, int number) {}

  private record Draft(List<Step> steps, ListResult result) {
    String statement() {
      StringBuilder text = new StringBuilder("Read one line of integers separated by spaces.");
      for (int i = 0; i < steps.size(); i++) {
        String words = steps.get(i).operation().words(steps.get(i).number());
        String start = i == 0 ? words : "then " + words;
        text.append(' ').append(Character.toUpperCase(start.charAt(0))).append(start.substring(1));
        text.append('.');
      }
      return text.append(' ').append(result.words()).toString();
    }

    String program() {
      StringBuilder text = new StringBuilder(result.definitions());
      text.append("values = list(map(int, input().split()))\n");
      for (Step step : steps) {
        text.append("values = ").append(step.operation().python(step.number())).append('\n');
      }
      return text.append("print(").append(result.python()).append(")\n").toString();
    }

    String output(List<Long> input) {
      List<Long> values = input;
      for (Step step : steps) {
        values = step.operation().apply(values, step.number());
      }
      return result.of(values);
    }

    Draft without(int step) {
      List<Step> fewer = new ArrayList<>(steps);
      fewer.remove(step);
      return new Draft(fewer, result);
    }
  }

  private Draft draft(int operations) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      ListOperation[] all = ListOperation.values();
      ListOperation operation = all[random.nextInt(all.length)];
      steps.add(new Step(operation, operation.hasNumber() ? 2 + random.nextInt(6) : 0));
    }
    ListResult[] results = ListResult.values();
    return new Draft(steps, results[random.nextInt(results.length)]);
  }

  private List<ProgramTest> tests(Draft draft) {
    List<ProgramTest> tests = new ArrayList<>();
    for (int i = 0; i < TESTS; i++) {
      List<Long> input = input(i == 0 ? 1 : 3 + random.nextInt(8));
      String line = input.stream().map(String::valueOf).collect(Collectors.joining(" "));
      tests.add(new ProgramTest(line, draft.output(input)));
    }
    return tests;
  }

  private List<Long> input(int length) {
    int widest = 5 + random.nextInt(16);
    List<Long> input = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      input.add((long) random.nextInt(widest + widest / 2) - widest / 2);
    }
    return input;
  }

  private static boolean tells(Draft draft, List<ProgramTest> tests) {
    long different = tests.stream().map(ProgramTest::expected).distinct().count();
    return different >= DIFFERENT_OUTPUTS
        && tests.stream().noneMatch(test -> test.expected().length() > 100)
        && distinguishes(tests, List::toString)
        && everyStepCounts(draft, tests);
  }

  /** Whether leaving out any one operation changes what is printed somewhere. */
  private static boolean everyStepCounts(Draft draft, List<ProgramTest> tests) {
    for (int i = 0; i < draft.steps().size(); i++) {
      if (!distinguishes(tests, draft.without(i)::output)) {
        return false;
      }
    }
    return true;
  }

  private static boolean distinguishes(
      List<ProgramTest> tests, java.util.function.Function<List<Long>, String> program) {
    return tests.stream()
        .anyMatch(test -> !program.apply(numbers(test.input())).equals(test.expected()));
  }

  private static List<Long> numbers(String line) {
    return List.of(line.split(" ")).stream().map(Long::valueOf).toList();
  }
}
