package dev.sparring.core.answer;

import dev.sparring.core.answer.Marks.Mark;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the answer in what a solver wrote. The last {@code <answer>…</answer>} comes first (and a
 * {@code \boxed{…}} inside it, if there is one), then the last {@code \boxed{…}} of the text, then,
 * where a task allows it, the last statement with a number. The last, because a model corrects
 * itself.
 *
 * @param bareNumber whether a statement that nothing marks counts as an answer; a truncated text
 *     then has one too, so a caller who wants that refuses truncated texts first
 */
public record AnswerText(boolean bareNumber) {

  /** How the answer was marked. */
  public enum Form {
    /** {@code <answer>…</answer>}. */
    TAG,
    /** {@code \boxed{…}}. */
    BOXED,
    /** Not at all: the last statement with a number. */
    BARE
  }

  /** An expression, not yet canonical, without white space around it. */
  public record Found(Form form, String expression) {}

  private static final Pattern LONE_LETTER = Pattern.compile("(?:^|[\\s$(*])([A-Za-z])$");
  private static final Pattern ASSIGNED =
      Pattern.compile("(?<![\\p{L}\\p{N}\\\\_])([A-Za-z])[\\s$]*+=");

  /** The answer as it was written; empty when none is found. Never throws. */
  public Optional<Found> find(String text) {
    if (text == null) {
      return Optional.empty();
    }
    List<Mark> marks = Marks.tags(text);
    Form form = marks.isEmpty() ? Form.BOXED : Form.TAG;
    if (marks.isEmpty()) {
      marks = Marks.boxes(text);
    }
    if (!marks.isEmpty()) {
      return Optional.of(new Found(form, marks.get(marks.size() - 1).inside()));
    }
    return bareNumber ? statement(text).map(last -> new Found(Form.BARE, last)) : Optional.empty();
  }

  /**
   * The canonical answer; empty when none is found, or when it does not leave one value alone.
   *
   * @param unknown what the problem asks for, where that is known
   */
  public Optional<String> canonical(String text, Optional<Unknown> unknown) {
    Optional<Found> found = find(text);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    return switch (found.get().form()) {
      case TAG -> marked(Marks.tags(text), unknown);
      case BOXED -> marked(Marks.boxes(text), unknown);
      case BARE ->
          unknown.isEmpty() && assigns(found.get().expression()) && severalAssigned(text)
              ? Optional.empty()
              : StatedAnswer.read(found.get().expression(), unknown);
    };
  }

  /** The canonical answer to a problem that does not say which variable it asks for. */
  public Optional<String> canonical(String text) {
    return canonical(text, Optional.empty());
  }

  /** The last mark, unless it gives another variable a value: then all of them together. */
  private static Optional<String> marked(List<Mark> marks, Optional<Unknown> unknown) {
    Mark last = marks.get(marks.size() - 1);
    if (unknown.isPresent()) {
      Optional<String> answer = StatedAnswer.read(last.statement(), unknown);
      boolean other = answer.isEmpty() && !last.left().isEmpty();
      return other
          ? StatedAnswer.read(
              marks.stream().map(Mark::statement).collect(Collectors.joining("\n")), unknown)
          : answer;
    }
    Set<String> names =
        marks.stream()
            .map(mark -> LONE_LETTER.matcher(mark.left()))
            .filter(Matcher::find)
            .map(letter -> letter.group(1))
            .collect(Collectors.toSet());
    return names.size() > 1 ? Optional.empty() : StatedAnswer.read(last.inside(), unknown);
  }

  private static boolean assigns(String text) {
    return ASSIGNED.matcher(text).find();
  }

  private static boolean severalAssigned(String text) {
    return ASSIGNED.matcher(text).results().map(name -> name.group(1)).distinct().count() > 1;
  }

  /** From the beginning of the last sentence with a number to the end of the text. */
  private static Optional<String> statement(String text) {
    int at = text.length();
    while (at > 0 && !numeric(text.codePointBefore(at))) {
      at--;
    }
    if (at == 0) {
      return Optional.empty();
    }
    while (at > 0 && !begins(text, at)) {
      at--;
    }
    return Optional.of(text.substring(at).strip());
  }

  /** Other digits than 0 to 9 count as well, lest an earlier number is taken for the last one. */
  private static boolean numeric(int character) {
    int type = Character.getType(character);
    return type == Character.DECIMAL_DIGIT_NUMBER
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** Whether a sentence or a line begins at a place. */
  private static boolean begins(String text, int at) {
    char before = text.charAt(at - 1);
    return before == '\n'
        || Character.isWhitespace(before) && at > 1 && ".?!".indexOf(text.charAt(at - 2)) >= 0;
  }
}
