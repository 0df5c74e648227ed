package dev.sparring.core.task;

import dev.sparring.core.Message;
import dev.sparring.core.RandomStream;
import dev.sparring.core.linear.LinearQuestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Linear problems, for models that know words; after the algebra of SQLM (arXiv 2508.03682). The
 * proposer writes word problems, of which nobody knows the truth, or equations, of which it is
 * computed. Measured are equations in five levels of difficulty. Answers are rational.
 */
public final class Algebra implements Task, HeldOut.Drawn {
  /** Which of the held-out equations are measured on. */
  enum Level {
    /** All five in turn, so that the first problems are of all of them too. */
    ALL,
    L1,
    L2,
    L3,
    L4,
    L5
  }

  private final AlgebraTopic topic;
  private final AnswerStyle style;
  private final MarkedAnswer answer;
  private final Level level;

  /** As it is when nothing is said. */
  public Algebra() {
    this(
        new AlgebraTopic(AlgebraTopic.Form.WORDS, true),
        AnswerStyle.THINK,
        new MarkedAnswer(false),
        Level.ALL);
  }

  private Algebra(AlgebraTopic topic, AnswerStyle style, MarkedAnswer answer, Level level) {
    this.topic = topic;
    this.style = style;
    this.answer = answer;
    this.level = level;
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
        TaskOption.choice("style", AnswerStyle.class, AnswerStyle.THINK),
        TaskOption.flag("bare-number", false),
        TaskOption.choice("held-out", Level.class, Level.ALL));
  }

  @Override
  public Task with(Map<String, String> options) {
    return new Algebra(
        new AlgebraTopic(
            TaskOption.constant(AlgebraTopic.Form.class, options.get("form")),
            Boolean.parseBoolean(options.get("seeded"))),
        TaskOption.constant(AnswerStyle.class, options.get("style")),
        new MarkedAnswer(Boolean.parseBoolean(options.get("bare-number"))),
        TaskOption.constant(Level.class, options.get("held-out")));
  }

  @Override
  public List<Message> topic(RandomStream random) {
    return List.of(Message.user(topic.prompt(random)));
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return AlgebraText.read(completion);
  }

  @Override
  public List<Message> question(String problem) {
    return List.of(Message.user(problem + "\n\n" + style.request()));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return answer.parse(completion);
  }

  @Override
  public String format(String completion) {
    return answer.format(completion);
  }

  @Override
  public List<String> formats() {
    return MarkedAnswer.FORMATS;
  }

  @Override
  public Optional<String> truth(String problem) {
    return LinearQuestion.read(problem).map(question -> question.answer().toString());
  }

  @Override
  public List<String> heldOut() {
    return level == Level.ALL
        ? excluded()
        : List.copyOf(HeldOut.read(LinearEquations.Level.values()[level.ordinal() - 1].set()));
  }

  @Override
  public List<String> excluded() {
    List<List<String>> levels = new ArrayList<>();
    for (LinearEquations.Level each : LinearEquations.Level.values()) {
      levels.add(List.copyOf(HeldOut.read(each.set())));
    }
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < LinearEquations.COUNT; i++) {
      for (List<String> problemsOfLevel : levels) {
        problems.add(problemsOfLevel.get(i));
      }
    }
    return problems;
  }

  @Override
  public List<HeldOut.Recipe> recipes() {
    return LinearEquations.recipes();
  }
}
