package dev.sparring.core.task;

import dev.sparring.core.answer.Unknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task for pre-trained models: how they are asked to answer, and how their answers are read. */
abstract class WordTask implements Task, HeldOut.Drawn {
  private static final String STYLE_NAME = "style";
  private static final String BARE_NUMBER_NAME = "bare-number";

  /** How answers are asked for. */
  static final TaskOption STYLE =
      TaskOption.choice(STYLE_NAME, AnswerStyle.class, AnswerStyle.THINK);

  /** Whether the last statement with a number counts where nothing is marked. */
  static final TaskOption BARE_NUMBER = TaskOption.flag(BARE_NUMBER_NAME, false);

  private final AnswerStyle style;
  private final MarkedAnswer answer;

  /** As it is when nothing is said. */
  WordTask() {
    this(Map.of(STYLE_NAME, STYLE.otherwise(), BARE_NUMBER_NAME, BARE_NUMBER.otherwise()));
  }

  /**
   * @param options a value for each of those here, among others
   */
  WordTask(Map<String, String> options) {
    this.style = TaskOption.constant(AnswerStyle.class, options.get(STYLE_NAME));
    this.answer = new MarkedAnswer(Boolean.parseBoolean(options.get(BARE_NUMBER_NAME)));
  }

  /** What a solver is told. The problem comes last: prompts that begin alike are worked on once. */
  final String asked(String problem) {
    return style.request() + "\n\n" + problem;
  }

  /** What a problem asks for, where it says so; nothing by default. */
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
