package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.answer.Unknown;
import dev.sparring.core.linear.LinearQuestion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Linear problems for chat models, after the algebra of SQLM (arXiv 2508.03682). The proposer
 * writes word problems, which have no known answer, or equations, whose answer is computed.
 * Evaluations ask equations of five levels of difficulty. Answers are rational numbers.
 */
public final class Algebra extends WordTask {
  /** Which held-out equations an evaluation asks. */
  enum Level {
    /** All five levels in turn, so that the first problems are of all levels too. */
    ALL,
    L1,
    L2,
    L3,
    L4,
    L5
  }

  private final AlgebraTopic topic;
  private final Level level;

  /** A task with default options. */
  public Algebra() {
    topic = new AlgebraTopic(AlgebraTopic.Form.WORDS, true);
    level = Level.ALL;
  }

  private Algebra(Map<String, String> options) {
    super(options);
    topic =
        new AlgebraTopic(
            TaskOption.constant(AlgebraTopic.Form.class, options.get("form")),
            Boolean.parseBoolean(options.get("seeded")));
    level = TaskOption.constant(Level.class, options.get("held-out"));
  }

  @Override
  public String name() {
    return "algebra";
  }

  @Override
  public String description() {
    return "linear word problems and equations, asked in words";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(
        TaskOption.choice("form", AlgebraTopic.Form.class, AlgebraTopic.Form.WORDS),
        TaskOption.flag("seeded", true),
        STYLE,
        BARE_NUMBER,
        TaskOption.choice("held-out", Level.class, Level.ALL));
  }

  @Override
  public Task with(Map<String, String> options) {
    return new Algebra(options);
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user(topic.prompt(random)));
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return AlgebraText.read(completion);
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user(asked(problem)));
  }

  @Override
  public Optional<String> truth(String problem) {
    return LinearQuestion.read(problem).map(question -> question.answer().toString());
  }

  @Override
  Optional<Unknown> unknown(String problem) {
    return LinearQuestion.read(problem)
        .map(question -> new Unknown(question.variable(), question.variables()));
  }

  @Override
  public List<String> heldOut() {
    return level == Level.ALL ? excluded() : LinearEquations.Level.valueOf(level.name()).problems();
  }

  @Override
  public List<String> excluded() {
    return HeldOut.inTurn(
        Arrays.stream(LinearEquations.Level.values()).map(LinearEquations.Level::problems));
  }

  @Override
  public List<HeldOut.Recipe> recipes() {
    return LinearEquations.recipes();
  }
}
