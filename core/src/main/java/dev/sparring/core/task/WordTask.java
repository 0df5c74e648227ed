package dev.sparring.core.task;

import dev.sparring.core.answer.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task for chat models: the part of the prompt that asks for an answer, and how it is read. */
abstract class WordTask implements Task, HeldOut.Drawn {
  private static final String STYLE_NAME = "style";
  private static final String BARE_NUMBER_NAME = "bare-number";

  /** The option for {@link AnswerStyle}. */
  static final TaskOption STYLE =
      TaskOption.choice(STYLE_NAME, AnswerStyle.class, AnswerStyle.THINK);

  /** The option that makes the last statement with a number count if nothing is marked. */
  static final TaskOption BARE_NUMBER = TaskOption.flag(BARE_NUMBER_NAME, false);

  private final AnswerStyle style;
  private final MarkedAnswer answer;

  /** A task with default options. */
  WordTask() {
    this(Map.of(STYLE_NAME, STYLE.otherwise(), BARE_NUMBER_NAME, BARE_NUMBER.otherwise()));
  }

  /**
   * A task with these options.
   *
   * @param options has a value for each option of this class, and may have others
   */
  WordTask(Map<String, String> options) {
    this.style = TaskOption.constant(AnswerStyle.class, options.get(STYLE_NAME));
    this.answer = new MarkedAnswer(Boolean.parseBoolean(options.get(BARE_NUMBER_NAME)));
  }

  /**
   * The prompt of a problem. The problem comes last, because a common beginning of prompts is
   * computed once.
   */
  final String asked(String problem) {
    return style.request() + "\n\n" + problem;
  }

  /** The unknown that a problem asks for; by default none is known. */
  Optional<Unknown> unknown(String problem) {
    return Optional.empty();
  }

  @Override
  public final Parsed<String> parseAnswer(String completion) {
    return answer.parse(completion, Optional.empty());
  }

  @Override
  public final Parsed<String> parseAnswer(String problem, String completion) {
    return answer.parse(completion, unknown(problem));
  }

  @Override
  public final String format(String completion) {
    return answer.format(completion, Optional.empty());
  }

  @Override
  public final String format(String problem, String completion) {
    return answer.format(completion, unknown(problem));
  }

  @Override
  public final List<String> formats() {
    return MarkedAnswer.FORMATS;
  }
}
