package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sums of two numbers of up to three digits, for the bundled model. The scratchpad has each
 * column's sum including the carry of the column before: {@code 345+678} is {@code :13,12,10#1023}.
 */
public final class Addition extends ColumnTask {
  private static final TaskOption ORDER =
      TaskOption.choice("order", Arithmetic.Order.class, Arithmetic.Order.WRITTEN);

  private final Arithmetic.Order order;

  /** As it is when nothing is said. */
  public Addition() {
    this(Arithmetic.Order.WRITTEN);
  }

  private Addition(Arithmetic.Order order) {
    super("addition", "<Tadd>", '+');
    this.order = order;
  }

  @Override
  public List<TaskOption> options() {
    return List.of(ORDER);
  }

  @Override
  public Task with(Map<String, String> options) {
    return new Addition(TaskOption.constant(Arithmetic.Order.class, options.get(ORDER.name())));
  }

  @Override
  public List<List<ChatMessage>> questions(String problem) {
    String turned = problem.substring(4) + "+" + problem.substring(0, 3);
    return order == Arithmetic.Order.WRITTEN || turned.equals(problem)
        ? List.of(question(problem))
        : List.of(question(problem), question(turned));
  }

  @Override
  public String description() {
    return "two numbers of up to three digits, added";
  }

  @Override
  public double share() {
    return 5;
  }

  @Override
  int result(Operands operands) {
    return operands.first() + operands.second();
  }

  @Override
  List<String> columns(Operands operands) {
    List<String> columns = new ArrayList<>();
    int carry = 0;
    for (int column = 0; column < Operands.WIDTH; column++) {
      int sum =
          Operands.digit(operands.first(), column)
              + Operands.digit(operands.second(), column)
              + carry;
      columns.add(Integer.toString(sum));
      carry = sum / 10;
    }
    return columns;
  }

  @Override
  Operands draw(RandomStream random, Operands.Law law) {
    return new Operands(law.draw(random.child("first")), law.draw(random.child("second")));
  }
}
