package dev.sparring.core.task;

import dev.sparring.core.RandomStream;
import dev.sparring.core.answer.Rational;
import dev.sparring.core.linear.LinearQuestion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes a linear system in disorder: terms are on both sides of {@code =}, in any order, and one
 * variable of each equation is on both sides.
 *
 * @param matrix [equations, variables], the coefficients
 * @param solutions [variables]
 * @param named how many equations get a name for their constant, and an equation for that name
 * @param random that order and sides are drawn from
 */
record ScatteredSystem(int[][] matrix, int[] solutions, int named, RandomStream random) {
  private static final String NAMES = "abcdfghjkmnpqrstuvwxyz"; // e, i, l and o are misread

  /**
   * {@code Solve <equations> for <variable>.}; empty if the equations do not determine all
   * variables, or if one of them has no other variable than the one that is asked for.
   */
  Optional<String> text() {
    List<Character> names =
        shuffled(NAMES.chars().mapToObj(c -> (char) c).toList(), random.child("names"));
    int asked = random.child("asked").below(0, solutions.length);
    boolean trivial =
        Arrays.stream(matrix)
            .anyMatch(row -> row[asked] != 0 && Arrays.stream(row).filter(c -> c != 0).count() < 2);
    List<String> equations = new ArrayList<>();
    for (int row = 0; row < matrix.length; row++) {
      equations.addAll(equations(row, names));
    }
    String all = String.join(", ", shuffled(equations, random.child("order")));
    boolean settled =
        IntStream.range(0, solutions.length)
            .allMatch(
                i ->
                    LinearQuestion.read(question(all, names.get(i)))
                        .map(LinearQuestion::answer)
                        .equals(Optional.of(Rational.of(solutions[i]))));
    return trivial || !settled ? Optional.empty() : Optional.of(question(all, names.get(asked)));
  }

  private static String question(String equations, char variable) {
    return "Solve " + equations + " for " + variable + ".";
  }

  /** The equation of a row, and the equation of its constant's name if it has one. */
  private List<String> equations(int row, List<Character> names) {
    RandomStream own = random.child("row").child(row);
    Side left = new Side();
    Side right = new Side();
    int constant = 0;
    for (int i = 0; i < solutions.length; i++) {
      constant += matrix[row][i] * solutions[i];
    }
    int split = own.child("split").below(0, solutions.length);
    for (int i = 0; i < solutions.length; i++) {
      int moved = i == split ? own.child("moved").below(0, 9) + 1 : 0;
      boolean swapped = own.child("sides").below(i, 2) == 1;
      (swapped ? right : left)
          .add(swapped ? -matrix[row][i] - moved : matrix[row][i] + moved, names.get(i));
      (swapped ? left : right).add(swapped ? -moved : moved, names.get(i));
    }
    boolean first = own.child("constant").below(0, 2) == 1;
    if (row >= named) {
      (first ? left : right).add(first ? -constant : constant);
      return List.of(left.text(own.child("left")) + " = " + right.text(own.child("right")));
    }
    char name = names.get(solutions.length + row);
    (first ? left : right).add(first ? -1 : 1, name);
    int part = own.child("part").below(0, 41) - 20;
    Side sum = new Side();
    sum.add(part);
    sum.add(constant - part);
    return List.of(
        left.text(own.child("left")) + " = " + right.text(own.child("right")),
        name + " = " + sum.text(own.child("sum")));
  }

  private static <T> List<T> shuffled(List<T> all, RandomStream random) {
    List<T> shuffled = new ArrayList<>(all);
    for (int i = shuffled.size() - 1; i > 0; i--) {
      Collections.swap(shuffled, i, random.below(i, i + 1));
    }
    return shuffled;
  }

  /** The terms on one side of an equation; terms with coefficient 0 are left out. */
  private static final class Side {
    private final List<String> terms = new ArrayList<>();

    void add(int coefficient, char variable) {
      if (coefficient != 0) {
        String size = Math.abs(coefficient) == 1 ? "" : Math.abs(coefficient) + "*";
        terms.add((coefficient < 0 ? "- " : "+ ") + size + variable);
      }
    }

    void add(int constant) {
      if (constant != 0) {
        terms.add((constant < 0 ? "- " : "+ ") + Math.abs(constant));
      }
    }

    String text(RandomStream random) {
      String all = String.join(" ", shuffled(terms, random));
      return all.isEmpty()
          ? "0"
          : all.startsWith("+ ") ? all.substring(2) : all.replaceFirst("^- ", "-");
    }
  }
}
