package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.LearnSettings.Estimator;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Completions;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether what the divergence adds to the loss pulls the policy towards the reference policy. */
class DivergencePullTest {
  private static final double[] LOGITS = {0.3, -0.7, 1.1, 0.2, -0.4};
  private static final double[] BASE = {-0.2, 0.5, 0.4, -0.3, 0.1};
  private static final int STEPS = 40;

  /** Natural logarithms of the softmax. */
  private static double[] logs(double[] logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] logs = new double[logits.length];
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logits[i] - Math.log(sum);
    }
    return logs;
  }

  /** KL of q from p, both as logarithms. */
  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.exp(p[i]) * (p[i] - q[i]);
    }
    return sum;
  }

  /** By differences, with respect to the policy's logits. */
  private static double[] gradient(ToDoubleFunction<double[]> value) {
    double[] gradient = new double[LOGITS.length];
    for (int i = 0; i < gradient.length; i++) {
      double[] up = LOGITS.clone();
      double[] down = LOGITS.clone();
      up[i] += 1e-5;
      down[i] -= 1e-5;
      gradient[i] = (value.applyAsDouble(logs(up)) - value.applyAsDouble(logs(down))) / 2e-5;
    }
    return gradient;
  }

  /** What samples of the policy are pushed by on average: the mean of slope times score. */
  private static double[] push(int estimator) {
    double[] policy = logs(LOGITS);
    float[] slopes;
    try (Tensors scope = Tensors.on(Tiny.DEVICE, 1)) {
      Decoder decoder =
          LanguageModel.decoder(scope, Tiny.spec(Family.LLAMA, true), DataType.FLOAT32);
      slopes =
          decoder
              .divergence(
                  scope, scope.floats(floats(policy)), scope.floats(floats(logs(BASE))), estimator)[
              1]
              .toFloatArray();
    }
    double[] push = new double[policy.length];
    for (int token = 0; token < push.length; token++) {
      for (int i = 0; i < push.length; i++) {
        double score = (i == token ? 1 : 0) - Math.exp(policy[i]);
        push[i] += Math.exp(policy[token]) * slopes[token] * score;
      }
    }
    return push;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  @Test
  void k1AndK2PushSamplesOfThePolicyByTheGradientOfTheDivergence() {
    double[] expected = gradient(policy -> divergence(policy, logs(BASE)));
    assertThat(push(1)).containsExactly(expected, within(1e-6));
    assertThat(push(2)).containsExactly(expected, within(1e-6));
  }

  @Test
  void k3PushesThemByTheGradientOfTheDivergenceTheOtherWayRound() {
    assertThat(push(3))
        .containsExactly(gradient(policy -> divergence(logs(BASE), policy)), within(1e-6));
  }

  /** Nats a token from the base after steps whose rewards are thrown coins. */
  private static double drift(Estimator estimator, double coefficient) {
    Settings settings =
        Tiny.settings(
            "policy.threads", "1",
            "policy.decode.slots", "16",
            "learn.weight-decay", "0",
            "learn.kl.estimator", estimator.name().toLowerCase(Locale.ROOT),
            "learn.kl.coefficient", Double.toString(coefficient));
    Loss loss = Loss.PolicyGradient.of(settings.learn(), 1);
    try (Policy policy = Policy.forLearning(Tiny.GOLDEN.resolve("llama-tiny"), settings)) {
      for (int step = 0; step < STEPS; step++) {
        List<Episode> episodes = written(policy, step, 16);
        policy.learn(episodes, List.of(), loss, 3e-3, () -> false);
      }
      return policy
          .learn(List.of(), written(policy, STEPS, 64), loss, 0, () -> false)
          .divergence(Role.SOLVER);
    }
  }

  private static List<Episode> written(Policy policy, int step, int samples) {
    RandomStream random = RandomStream.of(11).child(step);
    List<Prompt> prompts = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      List<RandomStream> streams =
          LongStream.range(0, samples).mapToObj(random.child(i)::child).toList();
      List<ChatMessage> question = List.of(new ChatMessage("user", i + "+2"));
      prompts.add(new Prompt("p" + i, Role.SOLVER, question, "", streams));
    }
    List<Episode> episodes = new ArrayList<>();
    for (Completions all : policy.complete(prompts, Sampling.plain(1, 5), () -> false)) {
      for (Completion completion : all.completions()) {
        int coin = random.child("coin").below(episodes.size(), 2);
        episodes.add(
            Episode.of("e" + episodes.size(), Role.SOLVER, completion, coin == 0 ? -1 : 1));
      }
    }
    return episodes;
  }

  @ParameterizedTest
  @EnumSource(Estimator.class)
  void withCoinsForRewardsThePolicyStaysNearerToTheBaseThanWithoutAPull(Estimator estimator) {
    double free = drift(estimator, 0);
    double pulled = drift(estimator, 0.5);
    assertThat(pulled).isPositive().isLessThan(0.6 * free);
  }
}
