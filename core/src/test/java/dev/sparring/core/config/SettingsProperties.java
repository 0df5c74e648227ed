package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SettingsProperties {
  private static final Settings DEFAULT = Defaults.with();

  @Property(tries = 100)
  void whatIsRenderedReadsBackTheSameAndRendersTheSame(
      @ForAll @DoubleRange(min = 0, max = 1e6) double rate,
      @ForAll long seed,
      @ForAll("texts") String model) {
    Settings settings =
        Defaults.with(
            "learn.rate", Double.toString(rate),
            "run.seed", Long.toString(seed),
            "policy.model", "x" + model.replace('\n', ' ').replace('\r', ' '));

    Settings back = Settings.parse(settings.render());

    assertThat(back).isEqualTo(settings);
    assertThat(back.render()).isEqualTo(settings.render());
  }

  @Property
  void aNumberIsWrittenSoThatItReadsBackTheSame(@ForAll double number) {
    String written = SettingsRenderer.number(number);

    assertThat(ConfigFactory.parseString("x = " + written).getDouble("x")).isEqualTo(number);
    assertThat(written.length()).isLessThanOrEqualTo(24);
  }

  @Property(tries = 150)
  void whateverIsSetEitherWorksOrIsRefusedInOneLine(
      @ForAll("keys") String key, @ForAll("texts") String value) {
    try {
      assertThat(Defaults.load(null, Map.of(key, value))).isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "\r");
      assertThat(e.problems()).contains(e.getMessage());
    }
  }

  @Property(tries = 300)
  void whateverIsParsedEitherWorksOrIsRefusedInOneLine(
      @ForAll @IntRange(min = 0, max = 2000) int at, @ForAll("texts") String damage) {
    String text = DEFAULT.render();
    String damaged =
        text.substring(0, Math.min(at, text.length()))
            + damage
            + text.substring(Math.min(at, text.length()));
    try {
      assertThat(Settings.parse(damaged)).isNotNull();
    } catch (ConfigurationException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n", "\r");
    }
  }

  @Property
  void editsAreSymmetricAndZeroForEqualTextsOnly(
      @ForAll("words") String a, @ForAll("words") String b) {
    assertThat(DidYouMean.edits(a, b)).isEqualTo(DidYouMean.edits(b, a));
    assertThat(DidYouMean.edits(a, b) == 0).isEqualTo(a.equals(b));
    assertThat(DidYouMean.edits(a, b)).isLessThanOrEqualTo(Math.max(a.length(), b.length()));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(20),
        Arbitraries.strings().withChars("[]{}\"$=:.,0123456789eE+-#\n\\ nul").ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> keys() {
    return Arbitraries.oneOf(
        Arbitraries.of(SettingKey.paths(Settings.class, "")),
        Arbitraries.strings().withChars("abrun.steps\"$ ").ofMaxLength(12));
  }

  @Provide
  Arbitrary<String> words() {
    return Arbitraries.strings().withChars("abc").ofMaxLength(6);
  }
}
