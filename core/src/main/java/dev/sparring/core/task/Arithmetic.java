package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.ArithmeticTopic.Given;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sums and products of two whole numbers for chat models, after the arithmetic of SQLM (arXiv
 * 2508.03682). A problem is a calculation ({@code 351 + 478}); both orders of its numbers are the
 * same problem.
 *
 * <p>The set that is held out under TinyZero's law contains many small products: all of two
 * one-digit numbers, 54 % of those of one digit by two, 12 % of one by three, 8 % of two by two,
 * 1.5 % of two by three, 0.2 % of three by three. No run trains on any held-out set of its
 * operation, whichever set it measures on, so figures on all sets can be compared. Little is lost
 * by that, because answers to the smallest products agree and teach nothing. {@code lengths} makes
 * the proposer write longer numbers.
 */
public final class Arithmetic extends WordTask {
  /** The order of the numbers in which the solver is asked a calculation in training. */
  enum Order {
    /** As the proposer wrote it. */
    WRITTEN,

    /** Half of a problem's samples in the order that was written, half in the other order. */
    BOTH
  }

  /** Which operations problems have. */
  enum Operation {
    SUMS("+"),
    PRODUCTS("*"),
    MIXED("+*");

    private final String signs;

    Operation(String signs) {
      this.signs = signs;
    }

    /** The signs of the operations. */
    String signs() {
      return signs;
    }
  }

  private final Operation operation;
  private final ArithmeticTopic topic;
  private final CalculationText text;
  private final boolean held;
  private final Order order;
  private final ArithmeticSets.Law heldOut;

  /** A task with default options. */
  public Arithmetic() {
    operation = Operation.SUMS;
    topic =
        new ArithmeticTopic(operation.signs(), 3, true, Given.DIGITS, ArithmeticTopic.Lengths.FULL);
    text = new CalculationText(operation.signs(), topic.digits());
    held = false;
    order = Order.WRITTEN;
    heldOut = ArithmeticSets.Law.THREE_DIGIT;
  }

  private Arithmetic(Map<String, String> options) {
    super(options);
    operation = TaskOption.constant(Operation.class, options.get("operation"));
    topic =
        new ArithmeticTopic(
            operation.signs(),
            Integer.parseInt(options.get("digits")),
            Boolean.parseBoolean(options.get("seeded")),
            TaskOption.constant(Given.class, options.get("given")),
            TaskOption.constant(ArithmeticTopic.Lengths.class, options.get("lengths")));
    text = new CalculationText(operation.signs(), topic.digits());
    held = Boolean.parseBoolean(options.get("asked-lengths"));
    order = TaskOption.constant(Order.class, options.get("order"));
    heldOut = TaskOption.constant(ArithmeticSets.Law.class, options.get("held-out"));
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
        TaskOption.choice("given", Given.class, Given.DIGITS),
        TaskOption.choice("lengths", ArithmeticTopic.Lengths.class, ArithmeticTopic.Lengths.FULL),
        TaskOption.flag("asked-lengths", false),
        TaskOption.choice("order", Order.class, Order.WRITTEN),
        STYLE,
        BARE_NUMBER,
        TaskOption.choice("held-out", ArithmeticSets.Law.class, ArithmeticSets.Law.THREE_DIGIT));
  }

  @Override
  public Task with(Map<String, String> options) {
    return new Arithmetic(options);
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user(topic.prompt(random)));
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return text.read(completion)
        .map(calculation -> new Statement(calculation.key(), calculation.text()));
  }

  /** With {@code asked-lengths}, refuses numbers of other lengths than the prompt asked for. */
  @Override
  public Optional<String> unasked(Statement statement, RandomStream random) {
    return !held || topic.asks(random, Calculation.of(statement.text()).orElseThrow())
        ? Optional.empty()
        : Optional.of("numbers of other lengths than were asked for");
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user(asked("What is " + problem + "?")));
  }

  @Override
  public List<List<ChatMessage>> questions(String problem) {
    Calculation calculation = Calculation.of(problem).orElseThrow();
    return order == Order.WRITTEN || calculation.first().equals(calculation.second())
        ? List.of(question(problem))
        : List.of(question(problem), question(calculation.turned().text()));
  }

  @Override
  public Optional<String> truth(String problem) {
    return Calculation.of(problem).map(calculation -> calculation.value().toString());
  }

  /** With both operations, problems of each in turn. */
  @Override
  public List<String> heldOut() {
    return HeldOut.inTurn(
        operation.signs().chars().mapToObj(sign -> heldOut.problems((char) sign)));
  }

  @Override
  public List<String> excluded() {
    Set<String> problems = new LinkedHashSet<>();
    for (ArithmeticSets.Law law : ArithmeticSets.Law.values()) {
      operation.signs().chars().forEach(sign -> problems.addAll(law.problems((char) sign)));
    }
    return List.copyOf(problems);
  }

  @Override
  public List<HeldOut.Recipe> recipes() {
    return ArithmeticSets.recipes();
  }
}
