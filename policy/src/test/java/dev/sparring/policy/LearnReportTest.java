package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings.Estimator;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.NonFiniteGradientException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an update reports of tokens that it learned from, and of tokens that it only monitored. */
class LearnReportTest {
  private static final Path MODEL = Tiny.GOLDEN.resolve("llama-tiny");

  private static Episode episode(int index, Role role, double advantage) {
    int[] ids = {100 + index, 40, 60 + index, 90};
    Completion one =
        new Completion(
            new int[] {5, 6, 7}, ids, new float[] {-5, -5, -5, -5}, "", Completion.Finish.STOP);
    return Episode.of(role.name() + index, role, one, advantage);
  }

  private static List<Episode> episodes(Role role, double... advantages) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < advantages.length; i++) {
      episodes.add(episode(i, role, advantages[i]));
    }
    return episodes;
  }

  private static Loss loss(Settings settings) {
    return Loss.PolicyGradient.of(settings.learn(), 1);
  }

  @ParameterizedTest
  @EnumSource
  void monitoredTokensHaveTheDivergenceThatTheyWouldHaveIfTheyWereLearnedFrom(Estimator estimator) {
    Settings settings =
        Tiny.settings("learn.kl.estimator", estimator.name().toLowerCase(Locale.ROOT));
    List<Episode> episodes = episodes(Role.SOLVER, 1, -1, 1, -1);
    try (Policy policy = Policy.forLearning(MODEL, settings)) {
      for (double rate : new double[] {1e-3, 0.3}) { // near the base, then beyond the cut of k3
        policy.learn(episodes, List.of(), loss(settings), rate, () -> false);
        double learned =
            policy
                .learn(episodes, List.of(), loss(settings), 0, () -> false)
                .divergence(Role.SOLVER);
        double monitored =
            policy
                .learn(List.of(), episodes, loss(settings), 0, () -> false)
                .divergence(Role.SOLVER);
        assertThat(learned).isNotZero();
        assertThat(monitored).isEqualTo(learned, within(1e-3 * Math.abs(learned)));
      }
    }
  }

  @Test
  void aGradientThatIsNotFiniteLeavesTheWeightsOfASingleStepAlone() {
    Settings settings = Tiny.settings();
    List<Episode> episodes = episodes(Role.SOLVER, 1, Double.NaN);
    try (Policy policy = Policy.forLearning(MODEL, settings)) {
      float[] before = policy.score(episodes, () -> false).get(0).logprobs();
      assertThatThrownBy(() -> policy.learn(episodes, List.of(), loss(settings), 1e-2, () -> false))
          .isInstanceOf(NonFiniteGradientException.class)
          .hasMessage("the gradient is not finite; no weight was changed");
      assertThat(policy.score(episodes, () -> false).get(0).logprobs()).isEqualTo(before);
    }
  }

  @Test
  void aLaterMiniBatchSaysThatEarlierOnesHadChangedWeights() {
    Settings settings = Tiny.settings("learn.mini-batches", "3");
    List<Episode> episodes = episodes(Role.SOLVER, 1, -1, Double.NaN);
    try (Policy policy = Policy.forLearning(MODEL, settings)) {
      float[] before = policy.score(episodes, () -> false).get(0).logprobs();
      assertThatThrownBy(() -> policy.learn(episodes, List.of(), loss(settings), 1e-2, () -> false))
          .hasMessageEndingWith("2 optimizer steps of this round had changed weights before");
      assertThat(policy.score(episodes, () -> false).get(0).logprobs()).isNotEqualTo(before);
    }
  }

  @Test
  void anAdapterOfAnotherRoleThatWasChangedBeforeIsCounted() {
    Settings settings = Tiny.settings("policy.adapter.use", "per-role", "policy.adapter.rank", "4");
    List<Episode> episodes = new ArrayList<>(episodes(Role.PROPOSER, 1, -1));
    episodes.addAll(episodes(Role.SOLVER, Double.NaN, 1));
    try (Policy policy = Policy.forLearning(MODEL, settings)) {
      assertThatThrownBy(() -> policy.learn(episodes, List.of(), loss(settings), 1e-2, () -> false))
          .hasMessageEndingWith("one optimizer step of this round had changed weights before");
    }
  }
}
