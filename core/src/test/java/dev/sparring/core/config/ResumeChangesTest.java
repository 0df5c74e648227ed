package dev.sparring.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeChangesTest {
  private static final Settings SAVED = Defaults.with("policy.threads", "2");

  @Test
  void nothingChangedIsNothingRefused() {
    assertThat(ResumeChanges.refused(SAVED, Settings.parse(SAVED.render()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "run.name, other",
    "run.directory, elsewhere",
    "policy.model, elsewhere/model",
    "evaluation.every, 10",
    "evaluation.problems, 50",
    "checkpoint.every, 1",
    "checkpoint.keep, 9",
    "metrics.mlflow, http://127.0.0.1:5000",
    "logging.format, json",
    "guard.kl.action, stop",
    "policy.hub.endpoint, https://mirror.test",
  })
  void whatShapesNeitherWeightsNorRolloutsMayChange(String key, String value) {
    assertThat(changed(key, value)).isEmpty();
  }

  @Test
  void whatShapesThemIsRefusedKeyByKey() {
    assertThat(changed("learn.rate", "1e-3", "learn.algorithm", "rloo", "checkpoint.keep", "2"))
        .containsExactly(
            "learn.algorithm was \"grpo\" and is now \"rloo\"; a resumed run keeps it",
            "learn.rate was 3e-4 and is now 1e-3; a resumed run keeps it");
  }

  @Test
  void threadsMayNotChangeBecauseResultsDifferByThem() {
    assertThat(changed("policy.threads", "4"))
        .containsExactly(
            "policy.threads was 2 and is now 4; a resumed run keeps it, for results differ by"
                + " thread count");
  }

  @Test
  void stepsMayChangeOnlyWhereTheDecayIsNotLaidOutOverThem() {
    assertThat(changed("run.steps", "80"))
        .containsExactly(
            "run.steps was 60 and is now 80; it can change only where learn.decay is constant");
    assertThat(
            ResumeChanges.refused(
                Defaults.with("learn.decay", "constant"),
                Defaults.with("learn.decay", "constant", "run.steps", "80")))
        .isEmpty();
  }

  @Test
  void aGuardsThresholdMayNotChangeAndNoGuardMayComeOrGo() {
    assertThat(changed("guard.kl.above", "2"))
        .containsExactly("guard.kl.above was 1 and is now 2; a resumed run keeps it");
    Settings more =
        Defaults.with("policy.threads", "2", "guard.mine", "{metric = solver/kl, above = 3}");
    assertThat(ResumeChanges.refused(SAVED, more))
        .containsExactly("guard.mine was not there and is now; a resumed run keeps it");
    assertThat(ResumeChanges.refused(more, SAVED))
        .containsExactly("guard.mine was there and is not now; a resumed run keeps it");
  }

  private static List<String> changed(String... keysAndValues) {
    String[] all = new String[keysAndValues.length + 2];
    all[0] = "policy.threads";
    all[1] = "2";
    System.arraycopy(keysAndValues, 0, all, 2, keysAndValues.length);
    return ResumeChanges.refused(SAVED, Defaults.with(all));
  }
}
