package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums of two numbers of up to three digits, for the bundled model. The scratchpad has each
 * column's sum including the carry of the column before: {@code 345+678} is {@code :13,12,10#1023}.
 */
public final class Addition extends ColumnTask {
  public Addition() {
    super("addition", "<Tadd>", '+');
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
