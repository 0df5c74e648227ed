package dev.sparring.core.task;

import dev.sparring.core.linear.LinearQuestion;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the problem in a proposer's completion: the text after the last {@code Selected Question:},
 * or a single equation.
 */
final class AlgebraText {
  private static final int SHORTEST = 20;
  private static final int LONGEST = 1000;
  private static final Pattern SELECTED =
      Pattern.compile("(?i)selected\\s++(?:question|problem)[\\s*_]*+:[\\s*_]*+");

  /**
   * The beginning of a solution that some models write after the problem; or, with an empty {@code
   * gap}, the end of a line. It takes white space that leads to nothing as well, so that the search
   * does not read it again from its second character.
   */
  private static final Pattern SOLUTION =
      Pattern.compile(
          "(?i)\\n[\\s*_#>]*+(?:(?:solution|answer|explanation)\\b|(?<gap>))|<(?:answer|think)>");

  private AlgebraText() {}

  /** The problem, or the reason why there is none. Never throws. */
  static Parsed<Task.Statement> read(String completion) {
    Matcher selected = SELECTED.matcher(completion);
    int from = -1;
    while (selected.find()) {
      from = selected.end();
    }
    String chosen = bare(completion.substring(Math.max(from, 0)));
    Optional<LinearQuestion> equations = LinearQuestion.read(chosen);
    if (equations.isPresent()) {
      String text = equations.get().text();
      return Parsed.of(new Task.Statement(symbols(text), text));
    }
    if (from < 0) {
      return Parsed.malformed("no selected question");
    } else if (chosen.length() < SHORTEST) {
      return Parsed.malformed("shorter than " + SHORTEST + " characters");
    } else if (chosen.length() > LONGEST) {
      return Parsed.malformed("longer than " + LONGEST + " characters");
    }
    String key = words(chosen);
    return key.chars().anyMatch(Character::isDigit)
        ? Parsed.of(new Task.Statement(key, chosen))
        : Parsed.malformed("a problem without a number");
  }

  /** The problem in one line, without a solution after it and without markup around it. */
  private static String bare(String text) {
    Matcher solution = SOLUTION.matcher(text);
    int end = text.length();
    while (end == text.length() && solution.find()) {
      end = solution.group("gap") == null ? solution.start() : end;
    }
    return text.substring(0, end)
        .replace("```", " ")
        .replaceAll("\\s+", " ")
        .replaceAll("^[ *_`\"'\u201C]+|(?<![ *_`\"'\u201D])[ *_`\"'\u201D]++$", "");
  }

  /** The key of an equation: its signs without white space and without optional signs. */
  private static String symbols(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[\\s*]+|\\.$", "");
  }

  /** The key of a word problem: its words in lower case, without what is between them. */
  private static String words(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}]+", " ")
        .strip();
  }
}
