package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.orchestrator.run.Summary;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConclusionTest {
  private static String of(double before, double forced, double after, int problems) {
    return Conclusion.of(summary(before, forced, after), problems, "majority");
  }

  private static Summary summary(double before, double forced, double after) {
    return new Summary(
        "run",
        "addition",
        Map.of("eval/greedy", before, "eval/forced/guess", before, "eval/forced/pad", forced),
        Map.of("eval/greedy", after),
        40,
        Summary.COMPLETED,
        "",
        1,
        1,
        Map.of());
  }

  @Test
  void a_gain_that_forcing_a_format_would_bring_as_well_is_called_by_its_name() {
    assertThat(of(0.1, 1, 0.99, 500))
        .isEqualTo(
            "Greedy accuracy rose by 89 points without a label: what was learned is to answer with"
                + " the pad, which the base could do already when made to; accuracy within the pad"
                + " itself did not rise.");
  }

  @Test
  void what_goes_beyond_the_forced_format_is_told_apart() {
    assertThat(of(0.1, 0.4, 0.6, 500))
        .endsWith("beyond it, accuracy within the pad rose by 20 points.");
  }

  @Test
  void a_gain_from_self_edits_is_not_said_to_need_no_label() {
    Map<String, Double> before = Map.of("eval/greedy", 0.2, "eval/unedited", 0.0);
    Summary summary =
        new Summary(
            "run",
            "facts",
            before,
            Map.of("eval/greedy", 0.7),
            2,
            Summary.COMPLETED,
            "",
            1,
            1,
            Map.of());
    assertThat(Conclusion.of(summary, 100, "majority"))
        .isEqualTo("Greedy accuracy rose by 50 points with the answers to the questions known.");
  }

  @Test
  void a_model_that_got_worse_is_said_to_have() {
    assertThat(of(0.5, 0.5, 0.3, 500))
        .isEqualTo("The model got worse: greedy accuracy fell by 20 points.");
  }

  @Test
  void of_few_problems_nothing_is_claimed_that_chance_may_have_done() {
    assertThat(of(0.15, 1, 0.05, 20)).startsWith("Nothing was learned that greedy accuracy on 20");
    assertThat(of(0.15, 1, 0.25, 20)).startsWith("Nothing was learned that greedy accuracy on 20");
  }

  @Test
  void a_gain_is_claimed_from_two_standard_errors_of_the_difference_on() {
    assertThat(of(0.854, 0.854, 0.898, 500))
        .isEqualTo("Greedy accuracy rose by 4 points without a label.");
    assertThat(of(0.854, 0.854, 0.894, 500)).startsWith("Nothing was learned");
    assertThat(of(0.5, 0.5, 0.556, 500)).startsWith("Nothing was learned");
    assertThat(of(1, 1, 0.99, 500)).startsWith("Nothing was learned");
  }

  @Test
  void a_ceiling_is_not_said_to_need_no_label() {
    assertThat(Conclusion.of(summary(0.1, 0.1, 0.9), 500, "truth"))
        .isEqualTo("Greedy accuracy rose by 80 points with true labels.");
  }
}
