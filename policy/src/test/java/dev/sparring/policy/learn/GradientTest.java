package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.core.config.LearnSettings.Estimator;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Gradients of the whole program against differences of a loss that is computed here, in double
 * precision, from log-probabilities.
 */
class GradientTest {
  private static final double STEP = 1e-2;
  private static final float[] OFFSETS = {-0.6f, -0.1f, 0.05f, 0.5f, 0.12f};
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final RandomStream random = RandomStream.of(7);
  private ModelSpec spec;
  private Decoder decoder;
  private Parameters weights;

  @AfterEach
  void close() {
    weights.close();
    scope.close();
  }

  private void model(Family family, boolean tied) {
    model(family, tied, false);
  }

  private void model(Family family, boolean tied, boolean attentionBias) {
    spec = Tiny.spec(family, tied, attentionBias);
    decoder = LanguageModel.decoder(scope, spec, DataType.FLOAT32);
    weights = Parameters.random(scope, spec, random.child("weights"), 0.4);
  }

  /** Episodes of several lengths; behaviour stands near the policy, on both sides of the clip. */
  private List<Episode> episodes(double temperature) {
    List<Episode> drawn = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      drawn.add(Tiny.episode(random.child(i), 3 + 2 * i, spec.vocabulary()));
    }
    List<Scores> scores = score(drawn, temperature);
    for (int i = 0; i < drawn.size(); i++) {
      Episode e = drawn.get(i);
      for (int t = 0, n = 0; t < e.ids().length; t++) {
        if (e.mask()[t]) {
          e.behaviour()[t] = scores.get(i).logprobs()[n++] + OFFSETS[(i + t) % OFFSETS.length];
        }
      }
    }
    return drawn;
  }

  private List<Scores> score(List<Episode> episodes, double temperature) {
    return new Scorer(scope, decoder, temperature, 64, GradientThreads.one())
        .score(weights.with(Optional.empty()), episodes, () -> false);
  }

  /** The reference policy's log-probability of a token: some number near the behaviour's. */
  private static float ref(Episode episode, int token) {
    return episode.behaviour()[token] + OFFSETS[token % OFFSETS.length] / 2;
  }

  private Learner learner(List<Episode> episodes, String budget) {
    LearnSettings settings =
        Tiny.settings("learn.micro-batch-tokens", budget, "learn.clip-norm", "0").learn();
    return new Learner(
        scope,
        decoder,
        weights,
        Optional.empty(),
        settings,
        (step, batch, layout, at, target) -> {
          float[] values = new float[batch.counted()];
          for (int i = 0; i < values.length; i++) {
            values[i] = ref(episodes.get(batch.episode()[i]), batch.token()[i]);
          }
          return step.floats(values);
        },
        GradientThreads.one());
  }

  private static Loss.PolicyGradient loss(
      double temperature, double dual, Estimator estimator, Aggregation aggregation) {
    return new Loss.PolicyGradient(
        aggregation,
        9,
        new LearnSettings.Clip(0.2, 0.28, dual),
        new LearnSettings.Kl(0.3, estimator),
        temperature,
        Map.of());
  }

  /** The loss as its papers have it. */
  private double value(List<Episode> episodes, Loss.PolicyGradient loss) {
    double[] weight = TokenWeights.of(loss.aggregation(), loss.constant(), episodes);
    List<Scores> scores = score(episodes, loss.temperature());
    double sum = 0;
    for (int i = 0; i < weight.length; i++) {
      Episode e = episodes.get(i);
      for (int t = 0, n = 0; t < e.ids().length; t++) {
        if (e.mask()[t]) {
          double logp = scores.get(i).logprobs()[n++];
          double ratio = Math.exp(logp - e.behaviour()[t]);
          double a = e.advantage()[t];
          double bounded = Math.max(0.8, Math.min(1.28, ratio));
          double policy = Math.max(-a * ratio, -a * bounded);
          if (a < 0 && loss.clip().dual() > 0) {
            policy = Math.min(policy, -a * loss.clip().dual());
          }
          double d = logp - ref(e, t);
          double still = e.behaviour()[t] - OFFSETS[(i + t) % OFFSETS.length] - ref(e, t);
          double divergence =
              switch (loss.kl().estimator()) {
                // The score function: d, as it is before weights change, times the change of logp.
                case K1 -> still + still * (d - still);
                case K2 -> d * d / 2;
                case K3 -> Math.exp(-d) + d - 1;
              };
          sum += weight[i] * (policy + loss.kl().coefficient() * divergence);
        }
      }
    }
    return sum;
  }

  private void assertThatGradientsAreDerivatives(List<Episode> episodes, Loss.PolicyGradient loss) {
    try (Learner learner = learner(episodes, "24")) {
      LearnReport report = learner.accumulate(episodes, loss);
      assertThat(report.loss()).isCloseTo(value(episodes, loss), within(1e-5));
      for (int i = 0; i < weights.list().size(); i++) {
        float[] gradient = learner.gradients().get(i).toFloatArray();
        double norm = Math.sqrt(dot(gradient, gradient));
        boolean tiedHead = i == 2 && spec.tied();
        if (gradient.length > 0 && !tiedHead) {
          assertThat(norm).isPositive();
          assertThat(slope(i, unit(gradient, norm), episodes, loss))
              .as("along the gradient of %s", i)
              .isCloseTo(norm, within(5e-4 + 0.01 * norm));
          float[] elsewhere = direction(gradient.length, i);
          assertThat(slope(i, elsewhere, episodes, loss))
              .as("elsewhere at %s", i)
              .isCloseTo(dot(gradient, elsewhere), within(5e-4 + 0.01 * norm));
        }
      }
    }
  }

  private double slope(
      int slot, float[] direction, List<Episode> episodes, Loss.PolicyGradient loss) {
    float[] before = weights.list().get(slot).toFloatArray();
    set(slot, before, direction, STEP);
    double up = value(episodes, loss);
    set(slot, before, direction, -STEP);
    double down = value(episodes, loss);
    set(slot, before, direction, 0);
    return (up - down) / (2 * STEP);
  }

  private void set(int slot, float[] from, float[] direction, double step) {
    Tensors.write(
        weights.list().get(slot),
        memory -> {
          for (int i = 0; i < from.length; i++) {
            memory.putFloat((float) (from[i] + step * direction[i]));
          }
        });
  }

  private float[] direction(int length, int key) {
    float[] direction = new float[length];
    for (int i = 0; i < length; i++) {
      direction[i] = (float) (random.child("direction").child(key).uniform(i) - 0.5);
    }
    return unit(direction, Math.sqrt(dot(direction, direction)));
  }

  private static float[] unit(float[] values, double norm) {
    float[] unit = new float[values.length];
    for (int i = 0; i < unit.length; i++) {
      unit[i] = (float) (values[i] / norm);
    }
    return unit;
  }

  private static double dot(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (double) a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @CsvSource({
    "LLAMA,true,false",
    "LLAMA,false,false",
    "QWEN2,false,false",
    "QWEN3,true,false",
    "LLAMA,true,true",
    "QWEN3,false,true"
  })
  void gradientsOfEveryFamilyAreDerivativesOfTheLoss(
      Family family, boolean tied, boolean attentionBias) {
    model(family, tied, attentionBias);
    assertThatGradientsAreDerivatives(
        episodes(0.7), loss(0.7, 1.5, Estimator.K3, Aggregation.SEQUENCE_MEAN));
  }

  @ParameterizedTest
  @EnumSource(Estimator.class)
  void gradientsAreDerivativesForEveryEstimatorOfTheDivergence(Estimator estimator) {
    model(Family.LLAMA, true);
    assertThatGradientsAreDerivatives(
        episodes(1.3), loss(1.3, 0, estimator, Aggregation.TOKEN_MEAN));
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void gradientsAreDerivativesUnderEveryAggregation(Aggregation aggregation) {
    model(Family.LLAMA, true);
    assertThatGradientsAreDerivatives(episodes(1), loss(1, 0, Estimator.K2, aggregation));
  }

  @Test
  void aSupervisedTokenIsImitatedAndNothingElse() {
    model(Family.LLAMA, true);
    List<Episode> episodes = episodes(1);
    try (Learner learner = learner(episodes, "24")) {
      learner.accumulate(episodes, new Loss.Supervised(Aggregation.TOKEN_MEAN));
      float[] gradient = learner.gradients().get(4).toFloatArray();
      double norm = Math.sqrt(dot(gradient, gradient));
      float[] before = weights.list().get(4).toFloatArray();
      double[] values = new double[2];
      for (int side = 0; side < 2; side++) {
        set(4, before, unit(gradient, norm), side == 0 ? STEP : -STEP);
        long tokens = 0;
        for (Scores scores : score(episodes, 1)) {
          for (float logp : scores.logprobs()) {
            values[side] -= logp;
            tokens++;
          }
        }
        values[side] /= tokens;
      }
      assertThat((values[0] - values[1]) / (2 * STEP)).isCloseTo(norm, within(0.01 * norm));
    }
  }

  @Test
  void aPullIsAFactorOfTheDivergenceOfOneRoleAlone() {
    model(Family.LLAMA, true);
    List<Episode> episodes = episodes(1);
    Loss.PolicyGradient plain = loss(1, 0, Estimator.K3, Aggregation.TOKEN_MEAN);
    float[] pulled = gradient(episodes, plain.withPull(Map.of("solver", 10.0)));
    assertThat(pulled).isNotEqualTo(gradient(episodes, plain));
    float[] other = gradient(episodes, plain.withPull(Map.of("judge", 10.0)));
    assertThat(other).containsExactly(gradient(episodes, plain));
    float[] stronger = gradient(episodes, plain.withKlFactor(10));
    for (int i = 0; i < pulled.length; i++) {
      assertThat(pulled[i]).isCloseTo(stronger[i], within(1e-5f * (1 + Math.abs(stronger[i]))));
    }
  }

  /** The gradient of the first matrix, flat. */
  private float[] gradient(List<Episode> episodes, Loss loss) {
    try (Learner learner = learner(episodes, "4096")) {
      learner.accumulate(episodes, loss);
      return learner.gradients().get(0).toFloatArray();
    }
  }
}
