package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class RationalTest {
  private static Rational of(long numerator, long denominator) {
    return new Rational(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  @Test
  void equalValuesAreEqualRecords() {
    assertThat(of(-10, 4)).isEqualTo(of(5, -2)).hasSameHashCodeAs(of(5, -2));
    assertThat(of(0, -7)).isEqualTo(Rational.of(0));
  }

  @Test
  void aWholeNumberIsWrittenWithoutDenominator() {
    assertThat(of(14, 2)).hasToString("7");
    assertThat(of(5, -2)).hasToString("-5/2");
  }

  @Test
  void aDenominatorOfZeroIsRefused() {
    assertThatThrownBy(() -> of(1, 0)).isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> of(1, 2).dividedBy(Rational.of(0)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void orderIsTheOrderOfTheValues() {
    assertThat(of(1, 3)).isLessThan(of(1, 2)).isGreaterThan(of(-1, 2));
    assertThat(of(2, 4)).isEqualByComparingTo(of(1, 2));
  }

  @Test
  void powersOfTenAreExactInBothDirections() {
    assertThat(Rational.of(25).timesTenTo(-1)).isEqualTo(of(5, 2));
    assertThat(of(1, 2).timesTenTo(2)).isEqualTo(Rational.of(50));
  }
}
