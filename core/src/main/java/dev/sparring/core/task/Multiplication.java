package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Products of a number of up to three digits and a digit from 2 to 9, for the bundled model, which
 * can learn them in a minute. The digit is padded like every other operand ({@code 345*007}), so
 * that questions of all column tasks have the same length and each position has the same meaning.
 * The factors 0 and 1 are too easy and are refused. The scratchpad has each column's product
 * including the carry of the column before: {@code 345*007} is {@code :35,31,24#2415}.
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

  /** A small weight: a small model did not learn products with any weight that was tried. */
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
