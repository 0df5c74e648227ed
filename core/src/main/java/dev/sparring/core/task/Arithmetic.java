package dev.sparring.core.task;

import dev.sparring.core.Message;
import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums and products of two whole numbers, for models that know words; after the arithmetic of SQLM
 * (arXiv 2508.03682). A problem is a calculation ({@code 351 + 478}), and the same one whichever
 * number comes first.
 *
 * <p>What is held out under TinyZero's law takes much of the times tables away from the proposer:
 * all products of two one-digit numbers, 54 % of those of one digit by two, 12 % of one by three, 8
 * % of two by two, 1.5 % of two by three, 0.2 % of three by three. Answers to the first of these
 * agree and teach nothing, so all sets of an operation are left out in every configuration, and
 * figures on either stay true whatever was trained on. To have longer ones written is a matter of
 * {@code lengths}.
 */
public final class Arithmetic implements Task, HeldOut.Drawn {
  /** What is to be done with the numbers. */
  enum Operation {
    SUMS("+"),
    PRODUCTS("*"),
    MIXED("+*");

    private final String signs;

    Operation(String signs) {
      this.signs = signs;
    }

    /** The signs of its calculations. */
    String signs() {
      return signs;
    }
  }

  private final Operation operation;
  private final ArithmeticTopic topic;
  private final CalculationText text;
  private final AnswerStyle style;
  private final MarkedAnswer answer;
  private final ArithmeticSets.Law heldOut;

  /** As it is when nothing is said. */
  public Arithmetic() {
    this(
        Operation.SUMS,
        new ArithmeticTopic("+", 3, true, ArithmeticTopic.Lengths.FULL),
        AnswerStyle.THINK,
        false,
        ArithmeticSets.Law.THREE_DIGIT);
  }

  private Arithmetic(
      Operation operation,
      ArithmeticTopic topic,
      AnswerStyle style,
      boolean bareNumber,
      ArithmeticSets.Law heldOut) {
    this.operation = operation;
    this.topic = topic;
    this.text = new CalculationText(operation.signs(), topic.digits());
    this.style = style;
    this.answer = new MarkedAnswer(bareNumber);
    this.heldOut = heldOut;
  }

  @Override
  public String name() {
    return "arithmetic";
  }

  @Override
  public String description() {
    return "sums or products of two whole numbers, asked in words";
  }

  @Override
  public List<TaskOption> options() {
    return List.of(
        TaskOption.choice("operation", Operation.class, Operation.SUMS),
        new TaskOption("digits", List.of("1", "2", "3", "4", "5", "6"), "3"),
        TaskOption.flag("seeded", true),
        TaskOption.choice("lengths", ArithmeticTopic.Lengths.class, ArithmeticTopic.Lengths.FULL),
        TaskOption.choice("style", AnswerStyle.class, AnswerStyle.THINK),
        TaskOption.flag("bare-number", false),
        TaskOption.choice("held-out", ArithmeticSets.Law.class, ArithmeticSets.Law.THREE_DIGIT));
  }

  @Override
  public Task with(Map<String, String> options) {
    Operation asked = TaskOption.constant(Operation.class, options.get("operation"));
    return new Arithmetic(
        asked,
        new ArithmeticTopic(
            asked.signs(),
            Integer.parseInt(options.get("digits")),
            Boolean.parseBoolean(options.get("seeded")),
            TaskOption.constant(ArithmeticTopic.Lengths.class, options.get("lengths"))),
        TaskOption.constant(AnswerStyle.class, options.get("style")),
        Boolean.parseBoolean(options.get("bare-number")),
        TaskOption.constant(ArithmeticSets.Law.class, options.get("held-out")));
  }

  @Override
  public List<Message> topic(RandomStream random) {
    return List.of(Message.user(topic.prompt(random)));
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return text.read(completion)
        .map(calculation -> new Statement(calculation.key(), calculation.text()));
  }

  @Override
  public List<Message> question(String problem) {
    return List.of(Message.user("What is " + problem + "? " + style.request()));
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
    return Calculation.of(problem).map(calculation -> calculation.value().toString());
  }

  /** Of both operations in turn, when they are mixed. */
  @Override
  public List<String> heldOut() {
    List<List<String>> sets =
        operation
            .signs()
            .chars()
            .mapToObj(sign -> List.copyOf(HeldOut.read(heldOut.set((char) sign))))
            .toList();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < sets.get(0).size(); i++) {
      for (List<String> set : sets) {
        problems.add(set.get(i));
      }
    }
    return problems;
  }

  @Override
  public List<String> excluded() {
    Set<String> problems = new LinkedHashSet<>();
    for (ArithmeticSets.Law law : ArithmeticSets.Law.values()) {
      operation
          .signs()
          .chars()
          .forEach(sign -> problems.addAll(HeldOut.read(law.set((char) sign))));
    }
    return List.copyOf(problems);
  }

  @Override
  public List<HeldOut.Recipe> recipes() {
    return ArithmeticSets.recipes();
  }
}
