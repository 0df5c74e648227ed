package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
  private final String run = Cli.run().toString();

  @Test
  void the_curriculum_has_a_row_and_a_curve_for_each_metric() {
    Cli.Result said = Cli.sparring("inspect", run);
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsPattern("(?m)^ metric +first +last +min +max +rounds 1–2$")
        .contains("proposer/valid", "proposer/duplicate", "proposer/distinct")
        .contains("verifier/majorityShare", "verifier/voteEntropy", "probe/labelAccuracy")
        .contains("proposer/reward", "solver/reward", "proposer/kl", "solver/kl")
        .containsPattern("(?m)^ solver/kl.* [▁▂▃▄▅▆▇█]{2}$")
        .contains("Completed after 2 rounds");
  }

  @Test
  void a_step_shows_its_problems() {
    Cli.Result said = Cli.sparring("inspect", run, "--step=2");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsPattern("id +problem +label +truth +votes +entropy +reward +ended")
        .containsPattern("(?m)^ s000002-p000 .*\\d{3}\\+\\d{3} .*\\d/4 .*scored$");
  }

  @Test
  void a_problem_shows_every_answer_with_its_end() {
    Cli.Result said = Cli.sparring("inspect", run, "--step=2", "--problem=p001");
    assertThat(said.code()).isZero();
    assertThat(said.out()).containsPattern("of 4 votes, runner-up \\d");
    assertThat(said.out().lines().filter(line -> line.startsWith(" s000002-p001-a"))).hasSize(4);
  }

  @Test
  void the_gates_have_their_counts_with_reasons_and_examples(@TempDir Path folder) {
    Cli.Result trained =
        Cli.train(
            folder,
            "--name=gated",
            "--set=gates.learning=[difficulty]",
            "--set=gates.options.difficulty.low=1");
    assertThat(trained.code()).as("%s", trained).isZero();
    Cli.Result said = Cli.sparring("inspect", folder.resolve("gated").toString(), "--gates");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsPattern("(?m)^ gate +admitted +refused +leaked +first refused +last refused$")
        .containsPattern("(?m)^ difficulty +\\d +[1-8] +0$")
        .containsPattern("(?m)^ +too hard +[1-8] +\\d{3}\\+\\d{3} +\\d{3}\\+\\d{3}$")
        .containsPattern("(?m)^ held-out +8 +0 +0$");
    assertThat(Cli.sparring("inspect", run, "--gates", "--step=1").complaint())
        .contains("--gates and --formats stand alone");
  }

  @Test
  void the_forms_of_answers_have_their_shares_and_half_lives() {
    Cli.Result said = Cli.sparring("inspect", run, "--formats");
    assertThat(said.code()).isZero();
    assertThat(said.out())
        .containsPattern("(?m)^ format +first 5 +last 5 +half-life, rounds$")
        .containsPattern("(?m)^ scratchpad +")
        .doesNotContain("dominant");
    assertThat(FormatsView.halfLife(new double[] {.8, .4, .2, 0}))
        .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
    assertThat(FormatsView.halfLife(new double[] {.2, .4})).isNaN();
    assertThat(FormatsView.halfLife(new double[] {.2, 0, Double.NaN})).isNaN();
  }

  @Test
  void a_step_that_is_not_there_is_told_what_is() {
    Cli.Result said = Cli.sparring("inspect", run, "--step=7");
    assertThat(said.complaint()).endsWith(" has no step 7; it has 1 to 2");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_problem_that_is_not_there_is_told_what_is() {
    Cli.Result said = Cli.sparring("inspect", run, "--step=1", "--problem=p900");
    assertThat(said.complaint())
        .endsWith("step 1 has no problem p900; it has s000001-p000 to s000001-p003");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void a_problem_without_a_step_is_refused() {
    assertThat(Cli.sparring("inspect", run, "--problem=p001").complaint()).contains("--step");
  }

  @Test
  void what_is_no_run_is_refused(@TempDir Path folder) {
    Cli.Result said = Cli.sparring("inspect", folder.toString());
    assertThat(said.complaint()).contains("is not a run");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }
}
