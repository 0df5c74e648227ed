package dev.sparring.core.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;

class CanonicalAnswerProperties {
  @Property
  void aNumberHasOneCanonicalFormHoweverItIsWritten(
      @ForAll long number, @ForAll @IntRange(max = 20) int zeros) {
    Optional<String> plain = Optional.of(Long.toString(number));
    String digits = BigInteger.valueOf(number).abs().toString();
    String sign = number < 0 ? "\u2212" : "+";
    assertThat(CanonicalAnswer.of(plain.get())).isEqualTo(plain);
    assertThat(CanonicalAnswer.of(sign + "0".repeat(zeros) + digits)).isEqualTo(plain);
    assertThat(CanonicalAnswer.of(sign + digits + "." + "0".repeat(zeros + 1))).isEqualTo(plain);
    assertThat(CanonicalAnswer.of(String.format(Locale.ROOT, "n = $%,d$.", number)))
        .isEqualTo(plain);
    assertThat(CanonicalAnswer.of(number + "/1")).isEqualTo(plain);
  }

  @Property
  void aFractionIsTheSameInEveryNotationAndInEveryMultiple(
      @ForAll @BigRange(min = "-1000000000", max = "1000000000") BigInteger over,
      @ForAll @BigRange(min = "1", max = "1000000000") BigInteger under,
      @ForAll @IntRange(min = 1, max = 1000) int factor) {
    BigInteger times = BigInteger.valueOf(factor);
    Optional<String> lowest = Optional.of(new Rational(over, under).toString());
    assertThat(CanonicalAnswer.of(over + "/" + under)).isEqualTo(lowest);
    assertThat(CanonicalAnswer.of(over.multiply(times) + " / " + under.multiply(times)))
        .isEqualTo(lowest);
    assertThat(CanonicalAnswer.of("\\frac{" + over + "}{" + under + "}")).isEqualTo(lowest);
    assertThat(CanonicalAnswer.of("\\frac{" + over.negate() + "}{-" + under + "}"))
        .isEqualTo(lowest);
  }

  @Property
  void theCanonicalFormIsItsOwnCanonicalForm(
      @ForAll @BigRange(min = "0", max = "99999999999999999999") BigInteger digits,
      @ForAll @IntRange(min = -100, max = 100) int exponent) {
    Optional<String> once = CanonicalAnswer.of(digits + "e" + exponent);
    assertThat(once).isPresent();
    assertThat(once.flatMap(CanonicalAnswer::of)).isEqualTo(once);
  }
}
