package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.answer.AnswerText;
import dev.sparring.core.answer.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads the answers of chat models. The answer is in {@code <answer>…</answer>}, else in {@code
 * \boxed{…}}, else, if that is allowed, in the last statement with a number.
 *
 * <p>A marked text may be more than the value. It is read if it leaves no doubt: in {@code 351 +
 * 478 = 829} the text after the last equality sign, in {@code 5 apples} or {@code The result is
 * 829} the one number, and in {@code x = 3, y = 4} the value of the variable that was asked for.
 *
 * @param bareNumber whether the last statement with a number counts if nothing is marked
 */
record MarkedAnswer(boolean bareNumber) {
  private static final String ANSWER = "answer";

  /** All names that {@link #format} may return. */
  static final List<String> FORMATS = List.of(ANSWER, "boxed", "bare", Attempt.MALFORMED);

  /**
   * Reads the answer in canonical form. Never throws.
   *
   * @param unknown what the problem asks for, if that is known
   */
  Parsed<String> parse(String completion, Optional<Unknown> unknown) {
    AnswerText text = new AnswerText(bareNumber);
    return text.canonical(completion, unknown)
        .<Parsed<String>>map(Parsed::of)
        .orElseGet(
            () ->
                Parsed.malformed(
                    text.find(completion).isEmpty()
                        ? "no answer is marked"
                        : "what is marked is no number"));
  }

  /** The name of the form in which the answer was marked. */
  String format(String completion, Optional<Unknown> unknown) {
    return parse(completion, unknown) instanceof Parsed.Read<String>
        ? name(new AnswerText(bareNumber).find(completion).orElseThrow().form())
        : Attempt.MALFORMED;
  }

  private static String name(AnswerText.Form form) {
    return form == AnswerText.Form.TAG ? ANSWER : form.name().toLowerCase(Locale.ROOT);
  }
}
