package dev.sparring.core.task;

import dev.sparring.core.Attempt;
import dev.sparring.core.answer.AnswerText;
import dev.sparring.core.answer.CanonicalAnswer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How tasks for pre-trained models read an answer: marked by {@code <answer>…</answer>}, else by
 * {@code \boxed{…}}, else, where that is allowed, by nothing.
 *
 * <p>What is marked may be more than the value, and is read as far as it leaves no doubt: {@code
 * 351 + 478 = 829} is what stands after the last equality sign, and of {@code 5 apples} or {@code
 * The result is 829} it is the one number.
 *
 * @param bareNumber whether the last number of a text counts where nothing is marked
 */
record MarkedAnswer(boolean bareNumber) {
  private static final String ANSWER = "answer";

  /** All names that {@link #format} may give. */
  static final List<String> FORMATS = List.of(ANSWER, "boxed", "bare", Attempt.MALFORMED);

  /** The canonical answer. Never throws. */
  Parsed<String> parse(String completion) {
    Optional<AnswerText.Found> found = new AnswerText(bareNumber).find(completion);
    if (found.isEmpty()) {
      return Parsed.malformed("no answer is marked");
    }
    return value(found.get().expression())
        .<Parsed<String>>map(Parsed::of)
        .orElseGet(() -> Parsed.malformed("what is marked is no number"));
  }

  /** How the answer was marked. */
  String format(String completion) {
    return parse(completion) instanceof Parsed.Read<String>
        ? name(new AnswerText(bareNumber).find(completion).orElseThrow().form())
        : Attempt.MALFORMED;
  }

  private static String name(AnswerText.Form form) {
    return form == AnswerText.Form.TAG ? ANSWER : form.name().toLowerCase(Locale.ROOT);
  }

  private static Optional<String> value(String expression) {
    return CanonicalAnswer.of(expression)
        .or(() -> CanonicalAnswer.of(expression.substring(expression.lastIndexOf('=') + 1)))
        .or(
            () -> {
              List<String> numbers = AnswerText.numbers(expression);
              return numbers.size() == 1 ? CanonicalAnswer.of(numbers.get(0)) : Optional.empty();
            });
  }
}
