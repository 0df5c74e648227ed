package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A number of up to three digits times one digit, 2 to 9: what three layers can learn in a minute.
 * The digit is padded like every other operand ({@code 345*007}), so that questions of all column
 * tasks have one shape and a position means the same in each; factors 0 and 1 ask nothing and are
 * refused. The scratchpad holds each column's product with what the column before carried: {@code
 * 345*007} is {@code :35,31,24#2415}.
 */
public final class Multiplication extends ColumnTask {
  private static final int LEAST = 2;
  private static final int GREATEST = 9;

  public Multiplication() {
    super("multiplication", "<Tmul>", '*');
  }

  @Override
  public String description() {
    return "a number of up to three digits, times one digit";
  }

  @Override
  Optional<String> objection(Operands operands) {
    return operands.second() < LEAST || operands.second() > GREATEST
        ? Optional.of("second factor not in 2 to 9")
        : Optional.empty();
  }

  /** Little of the text: a small model does not learn it in any share that was tried. */
  @Override
  public double share() {
    return 0.25;
  }

  @Override
  int result(Operands operands) {
    return operands.first() * operands.second();
  }

  @Override
  List<String> columns(Operands operands) {
    List<String> columns = new ArrayList<>();
    int carry = 0;
    for (int column = 0; column < Operands.WIDTH; column++) {
      int product = Operands.digit(operands.first(), column) * operands.second() + carry;
      columns.add(Integer.toString(product));
      carry = product / 10;
    }
    return columns;
  }

  @Override
  Operands draw(RandomStream random, Operands.Law law) {
    int second = LEAST + random.child("second").below(0, GREATEST - LEAST + 1);
    return new Operands(law.draw(random.child("first")), second);
  }
}
