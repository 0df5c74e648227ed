package dev.sparring.core.linear;

import dev.sparring.core.answer.Rational;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A sum of variables, each times a coefficient, and of a constant.
 *
 * @param coefficients by variable, none of them 0
 * @param constant what stands alone
 */
record LinearForm(SortedMap<String, Rational> coefficients, Rational constant) {
  private static final Rational ZERO = Rational.of(0);

  LinearForm {
    SortedMap<String, Rational> present = new TreeMap<>(coefficients);
    present.values().removeIf(Rational::isZero);
    coefficients = Collections.unmodifiableSortedMap(present);
  }

  static LinearForm of(Rational constant) {
    return new LinearForm(Collections.emptySortedMap(), constant);
  }

  static LinearForm of(String variable) {
    return new LinearForm(new TreeMap<>(Map.of(variable, Rational.of(1))), ZERO);
  }

  Rational coefficient(String variable) {
    return coefficients.getOrDefault(variable, ZERO);
  }

  LinearForm plus(LinearForm other) {
    SortedMap<String, Rational> sum = new TreeMap<>(coefficients);
    other.coefficients.forEach((variable, factor) -> sum.merge(variable, factor, Rational::plus));
    return new LinearForm(sum, constant.plus(other.constant));
  }

  LinearForm times(Rational factor) {
    SortedMap<String, Rational> product = new TreeMap<>();
    coefficients.forEach((variable, own) -> product.put(variable, own.times(factor)));
    return new LinearForm(product, constant.times(factor));
  }

  LinearForm minus(LinearForm other) {
    return plus(other.times(Rational.of(-1)));
  }

  /** The product; empty when both have variables, for it is no linear form then. */
  Optional<LinearForm> times(LinearForm other) {
    if (other.coefficients.isEmpty()) {
      return Optional.of(times(other.constant));
    }
    return coefficients.isEmpty() ? Optional.of(other.times(constant)) : Optional.empty();
  }

  /** The quotient; empty when the divisor has variables or is 0. */
  Optional<LinearForm> dividedBy(LinearForm divisor) {
    return divisor.coefficients.isEmpty() && !divisor.constant.isZero()
        ? Optional.of(times(Rational.of(1).dividedBy(divisor.constant)))
        : Optional.empty();
  }
}
