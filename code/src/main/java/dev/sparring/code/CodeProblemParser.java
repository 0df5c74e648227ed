package dev.sparring.code;

import dev.sparring.core.task.Parsed;
import dev.sparring.sandbox.ProgramTest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds a programming problem in what a proposer wrote: a statement, the line {@code Test Cases:},
 * and lines {@code INPUT ||| OUTPUT}. An input is a line of integers, an output an integer or a
 * list of integers. Any text may be given; patterns are matched against short lines only.
 */
final class CodeProblemParser {
  static final int MOST_TESTS = 10;
  private static final int SHORTEST = 20;
  private static final int LONGEST = 2000;
  private static final int LONGEST_LINE = 400;

  private static final Pattern HEADING =
      Pattern.compile("(?i)[\\s*_#>`]*+test[\\s-]?+cases?+[\\s*_`]*+:?+[\\s*_`]*+");
  private static final Pattern MARKER = Pattern.compile("(?:[-*•]|[0-9]{1,2}[.)])\\s++(.*+)");
  private static final Pattern LABEL = Pattern.compile("(?i)(?:input|output)\\s*+:\\s*+(.*+)");
  private static final Pattern INTEGERS = Pattern.compile("-?[0-9]++(?: -?[0-9]++)*+");
  private static final Pattern LIST =
      Pattern.compile("\\[\\s*+(?:-?[0-9]++\\s*+(?:,\\s*+-?[0-9]++\\s*+)*+)?+\\]");
  private static final String SEPARATOR = "|||";
  private static final String FENCE = "```";

  private CodeProblemParser() {}

  /**
   * The problem, or why there is none. Never throws.
   *
   * @param leastTests tests that it needs
   */
  static Parsed<CodeProblem> read(String completion, int leastTests) {
    List<String> lines = completion.lines().toList();
    int heading = 0;
    while (heading < lines.size() && !isHeading(lines.get(heading))) {
      heading++;
    }
    if (heading == lines.size()) {
      return Parsed.malformed("no test cases");
    }
    String statement =
        lines.subList(0, heading).stream()
            .map(String::stripTrailing)
            .collect(Collectors.joining("\n"))
            .strip();
    if (statement.length() < SHORTEST) {
      return Parsed.malformed("a statement shorter than " + SHORTEST + " characters");
    } else if (statement.length() > LONGEST) {
      return Parsed.malformed("a statement longer than " + LONGEST + " characters");
    } else if (statement.contains(FENCE)) {
      return Parsed.malformed("code in the statement");
    }
    return tests(lines.subList(heading + 1, lines.size()), leastTests)
        .map(tests -> new CodeProblem(statement, tests));
  }

  private static boolean isHeading(String line) {
    return line.length() <= LONGEST_LINE && HEADING.matcher(line).matches();
  }

  /** The tests up to the first line that is none. */
  private static Parsed<List<ProgramTest>> tests(List<String> lines, int leastTests) {
    List<ProgramTest> tests = new ArrayList<>();
    for (String line : lines) {
      String bare = bare(line);
      if (bare.isEmpty() || bare.replace(" ", "").equalsIgnoreCase("input|||output")) {
        continue;
      }
      int at = bare.indexOf(SEPARATOR);
      if (at < 0 || tests.size() == MOST_TESTS) {
        break;
      }
      String input = side(bare.substring(0, at)).replaceAll("\\s+", " ");
      String output = output(side(bare.substring(at + SEPARATOR.length())));
      if (line.length() > LONGEST_LINE) {
        return Parsed.malformed("a test longer than " + LONGEST_LINE + " characters");
      } else if (!INTEGERS.matcher(input).matches()) {
        return Parsed.malformed("an input that is no line of integers");
      } else if (output.isEmpty()) {
        return Parsed.malformed("an output that is no integer and no list of integers");
      }
      tests.add(new ProgramTest(input, output));
    }
    return tests.size() < leastTests
        ? Parsed.malformed("fewer than " + leastTests + " tests")
        : Parsed.of(tests);
  }

  /** A line without the marks of a list or of code around it. */
  private static String bare(String line) {
    String text = line.strip();
    if (text.startsWith(FENCE) || text.length() > LONGEST_LINE) {
      return text.startsWith(FENCE) ? "" : text;
    }
    Matcher marker = MARKER.matcher(text);
    return marker.matches() ? marker.group(1) : text;
  }

  private static String side(String text) {
    String bare = text.length() > LONGEST_LINE ? "" : text.replace('`', ' ').strip();
    Matcher label = LABEL.matcher(bare);
    return label.matches() ? label.group(1) : bare;
  }

  /** As Python prints it; empty for what is neither an integer nor a list of integers. */
  private static String output(String text) {
    if (LIST.matcher(text).matches()) {
      return text.replaceAll("\\s+", "").replace(",", ", ");
    }
    return text.indexOf(' ') < 0 && INTEGERS.matcher(text).matches() ? text : "";
  }
}
