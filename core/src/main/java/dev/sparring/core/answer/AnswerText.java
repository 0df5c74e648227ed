package dev.sparring.core.answer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Finds the answer in what a solver wrote. The last {@code <answer>…</answer>} comes first (and the
 * last {@code \boxed{…}} inside it, if there is one), then the last {@code \boxed{…}} of the text,
 * then, where a task allows it, the last number. The last, because a model corrects itself.
 *
 * @param bareNumber whether a number that nothing marks counts as an answer; a truncated text then
 *     has one too, so a caller who wants that refuses truncated texts first
 */
public record AnswerText(boolean bareNumber) {

  /** How the answer was marked. */
  public enum Form {
    /** {@code <answer>…</answer>}. */
    TAG,
    /** {@code \boxed{…}}. */
    BOXED,
    /** Not at all: the last number of the text. */
    BARE
  }

  /** An expression, not yet canonical, without white space around it. */
  public record Found(Form form, String expression) {
    /** Its canonical value, when it has one. */
    public Optional<String> canonical() {
      return CanonicalAnswer.of(expression);
    }
  }

  private static final String OPEN = "<answer>";
  private static final String CLOSE = "</answer>";
  private static final String BOX = "\\boxed{";

  // A percent sign is taken along, so that 50% is refused as a whole rather than read as 50. A sign
  // after a letter, a digit or a bracket is an operator.
  private static final String DIGITS =
      "(?:[0-9]++(?:,[0-9]{3}+(?![0-9]))*+(?:\\.[0-9]++)?+|\\.[0-9]++)(?:[eE][+-]?+[0-9]++)?+";
  private static final Pattern NUMBER =
      Pattern.compile(
          "(?:(?<![A-Za-z0-9_.)\\]])[+\\u2212-])?+(?<![A-Za-z0-9_.])"
              + DIGITS
              + "(?:/-?+"
              + DIGITS
              + ")?+%?+");

  /** The answer as it was written; empty when none is found. Never throws. */
  public Optional<Found> find(String text) {
    if (text == null) {
      return Optional.empty();
    }
    Optional<Found> tagged =
        tagged(text).map(inside -> new Found(Form.TAG, boxed(inside).orElse(inside)));
    return tagged
        .or(() -> boxed(text).map(inside -> new Found(Form.BOXED, inside)))
        .or(
            () ->
                bareNumber
                    ? number(text).map(last -> new Found(Form.BARE, last))
                    : Optional.empty());
  }

  /** The canonical answer; empty when none is found or it has no canonical form. */
  public Optional<String> canonical(String text) {
    return find(text).flatMap(Found::canonical);
  }

  /** What stands inside the last complete {@code <answer>…</answer>}. */
  public static Optional<String> tagged(String text) {
    int lastClose = text.lastIndexOf(CLOSE);
    int open = lastClose < 0 ? -1 : text.lastIndexOf(OPEN, lastClose - OPEN.length());
    if (open < 0) {
      return Optional.empty();
    }
    int from = open + OPEN.length();
    return Optional.of(text.substring(from, text.indexOf(CLOSE, from)).strip());
  }

  /** What stands inside the last {@code \boxed{…}} whose braces are balanced; one pass. */
  public static Optional<String> boxed(String text) {
    Deque<Integer> open = new ArrayDeque<>(); // start of the content, or -1 for another brace
    int start = -1;
    int end = -1;
    int i = text.indexOf(BOX);
    while (i >= 0 && i < text.length()) {
      char c = text.charAt(i);
      if (text.startsWith(BOX, i)) {
        i += BOX.length() - 1;
        open.push(i + 1);
      } else if (c == '\\') {
        i++; // an escaped brace does not count
      } else if (c == '{') {
        open.push(-1);
      } else if (c == '}' && !open.isEmpty()) {
        int from = open.pop();
        if (from > start) {
          start = from;
          end = i;
        }
      }
      i++;
    }
    return start < 0 ? Optional.empty() : Optional.of(text.substring(start, end).strip());
  }

  /** The last number or fraction of the text, with its sign and a percent sign if it has one. */
  public static Optional<String> number(String text) {
    List<String> numbers = numbers(text);
    return numbers.isEmpty() ? Optional.empty() : Optional.of(numbers.get(numbers.size() - 1));
  }

  /** All of them, in order. */
  public static List<String> numbers(String text) {
    return NUMBER.matcher(text).results().map(MatchResult::group).toList();
  }
}
