package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.answer.AnswerText;
import dev.sparring.core.answer.Unknown;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How tasks for pre-trained models read an answer: marked by {@code <answer>…</answer>}, else by
 * {@code \boxed{…}}, else, where that is allowed, by nothing.
 *
 * <p>What is marked may be more than the value, and is read where it leaves no doubt: {@code 351 +
 * 478 = 829} is what stands after the last equality sign, of {@code 5 apples} or {@code The result
 * is 829} it is the one number, and of {@code x = 3, y = 4} the value of the variable that was
 * asked for.
 *
 * @param bareNumber whether the last statement with a number counts where nothing is marked
 */
record MarkedAnswer(boolean bareNumber) {
  private static final String ANSWER = "answer";

  /** All names that {@link #format} may give. */
  static final List<String> FORMATS = List.of(ANSWER, "boxed", "bare", Attempt.MALFORMED);

  /**
   * The canonical answer. Never throws.
   *
   * @param unknown what the problem asks for, where that is known
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

  /** How the answer was marked. */
  String format(String completion, Optional<Unknown> unknown) {
    return parse(completion, unknown) instanceof Parsed.Read<String>
        ? name(new AnswerText(bareNumber).find(completion).orElseThrow().form())
        : Attempt.MALFORMED;
  }

  private static String name(AnswerText.Form form) {
    return form == AnswerText.Form.TAG ? ANSWER : form.name().toLowerCase(Locale.ROOT);
  }
}
