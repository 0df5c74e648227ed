package dev.sparring.core.linear;

import dev.sparring.core.answer.Rational;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Gaussian elimination, exact. */
final class Elimination {
  private Elimination() {}

  /**
   * The value that equations settle for the last of their variables; empty when they contradict
   * each other or leave it open.
   *
   * @param equations forms that are 0
   * @param variables all that occur, in the order of elimination
   */
  static Optional<Rational> last(List<LinearForm> equations, List<String> variables) {
    List<LinearForm> rows = new ArrayList<>(equations);
    int pivots = 0;
    Optional<LinearForm> settling = Optional.empty();
    for (String variable : variables) {
      int found = pivot(rows, pivots, variable);
      if (found == rows.size()) {
        settling = Optional.empty();
        continue;
      }
      Collections.swap(rows, pivots, found);
      LinearForm row =
          rows.get(pivots).times(one().dividedBy(rows.get(pivots).coefficient(variable)));
      for (int below = pivots + 1; below < rows.size(); below++) {
        LinearForm next = rows.get(below);
        rows.set(below, next.minus(row.times(next.coefficient(variable))));
      }
      pivots++;
      settling = Optional.of(row);
    }
    boolean contradiction =
        rows.subList(pivots, rows.size()).stream().anyMatch(row -> !row.constant().isZero());
    // Rows below a pivot hold later variables alone, so the last one's holds nothing else.
    return contradiction ? Optional.empty() : settling.map(row -> row.constant().negate());
  }

  private static Rational one() {
    return Rational.of(1);
  }

  private static int pivot(List<LinearForm> rows, int from, String variable) {
    int row = from;
    while (row < rows.size() && rows.get(row).coefficient(variable).isZero()) {
      row++;
    }
    return row;
  }
}
