package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.gate.Gates;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateChainsTest {
  @Test
  void theGatesOfTheDefaultsAreThoseThatThereHaveAlwaysBeen() {
    GateSettings gates = Defaults.with().gates();
    assertThat(gates.admission()).containsExactly("held-out", "novel");
    assertThat(gates.learning()).isEmpty();
    assertThat(gates.options())
        .isEqualTo(
            Map.of("novel.near", "0", "novel.template-share", "0", "novel.template-count", "16"));
  }

  @Test
  void optionsAreReadByGateAndReadBackAsTheyAreRendered() {
    Settings settings =
        Defaults.with(
            "gates.learning", "[agreement, difficulty]",
            "gates.options.difficulty", "{ low = 0.25 }",
            "gates.options.novel.near", "8e-1");
    assertThat(settings.gates().options())
        .containsEntry("difficulty.low", "0.25")
        .containsEntry("difficulty.high", "0.8")
        .containsEntry("novel.near", "0.8");
    assertThat(settings.gates().values(Gates.learning("difficulty").orElseThrow()).number("low"))
        .isEqualTo(.25);
    assertThat(Settings.parse(settings.render())).isEqualTo(settings);
    assertThat(ResumeChanges.refused(settings, Defaults.with()))
        .contains(
            "gates.learning was [\"agreement\", \"difficulty\"] and is now [];"
                + " a resumed run keeps it");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          gates.admission              | [novel]                     | gates.admission leaves out held-out (--set); it takes it always, so that no problem of an evaluation set is learned from
          gates.admission              | [held-out, nvoel]           | gates.admission holds a list (--set); it takes a list of some of attributed, balance, budget, form, held-out or novel
          gates.learning               | [grounded]                  | gates.learning names grounded, which asks in words (--set); it takes the other gates for the task addition
          gates.learning               | [compared]                  | gates.learning names compared, which asks in words (--set); it takes the other gates for the task addition
          gates.learning               | [stable, stable]            | gates.learning names a gate twice (--set); it takes each once
          gates.options.novel.near     | 1.5                         | gates.options.novel.near holds 1.5 (--set); it takes a number from 0 to 1
          gates.options.novel.naer     | 1                           | unknown key gates.options.novel.naer (--set); did you mean gates.options.novel.near?
          gates.options.difficulty.low | .3                          | gates.options.difficulty.low is of a gate in neither chain (--set); it takes options of held-out, novel
          gates.options.novel.template-count | 1.5                   | gates.options.novel.template-count holds 1.5 (--set); it takes a whole number, 1 or more
          gates.epsilon                | 2                           | gates.epsilon holds 2 (--set); it takes a number from 0 to 1
          proposer.references          | 3                           | proposer.references holds 3 (--set); it takes 0 while curriculum.pool is 0: it is what they come from
          curriculum.replay            | .5                          | curriculum.replay holds .5 (--set); it takes 0 while curriculum.pool is 0: it is what is replayed
          """)
  void whatIsNoneIsRefusedInOneLine(String key, String value, String line) {
    assertThatThrownBy(() -> Defaults.with(key, value)).hasMessage(line);
  }

  @Test
  void aPullOfNothingCannotBeRaised() {
    assertThatThrownBy(
            () -> Defaults.with("guard.kl.action", "raise-kl", "learn.kl.coefficient", "0"))
        .hasMessage(
            "guard.kl.action holds \"raise-kl\" (--set); it takes off, warn, stop or roll-back while"
                + " learn.kl.coefficient is 0");
    assertThat(Defaults.with("guard.kl.action", "raise-kl")).isNotNull();
  }

  @Test
  void everyMistakeIsNamed() {
    assertThatThrownBy(() -> Defaults.with("gates.epsilon", "-1", "gates.proposal", "never"))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            e -> assertThat(e.problems()).hasSize(2).isNotEqualTo(List.of()));
  }
}
