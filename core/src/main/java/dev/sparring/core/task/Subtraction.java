package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Differences of two numbers of up to three digits, of which the second is not greater, for the
 * bundled model. The scratchpad has each column's digit of the difference, after a minus if the
 * column borrows ten from the next: {@code 643-278} is {@code :-5,-6,3#365}. As with addition, the
 * answer consists of the last digits of the columns.
 */
public final class Subtraction extends ColumnTask {
  public Subtraction() {
    super("subtraction", "<Tsub>", '-');
  }

  @Override
  public String description() {
    return "a number of up to three digits, less one that is no greater";
  }

  @Override
  Optional<String> objection(Operands operands) {
    return operands.first() < operands.second()
        ? Optional.of("first operand below the second")
        : Optional.empty();
  }

  @Override
  public double share() {
    return 1.5;
  }

  @Override
  int result(Operands operands) {
    return operands.first() - operands.second();
  }

  @Override
  List<String> columns(Operands operands) {
    List<String> columns = new ArrayList<>();
    int borrowed = 0;
    for (int column = 0; column < Operands.WIDTH; column++) {
      int difference =
          Operands.digit(operands.first(), column)
              - Operands.digit(operands.second(), column)
              - borrowed;
      borrowed = difference < 0 ? 1 : 0;
      columns.add(borrowed == 1 ? "-" + (difference + 10) : Integer.toString(difference));
    }
    return columns;
  }

  @Override
  Operands draw(RandomStream random, Operands.Law law) {
    int one = law.draw(random.child("first"));
    int other = law.draw(random.child("second"));
    return new Operands(Math.max(one, other), Math.min(one, other));
  }
}
