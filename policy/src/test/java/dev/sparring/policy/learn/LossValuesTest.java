package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Policy losses and divergences against verl's (golden/algorithms.json) and against their slopes.
 */
class LossValuesTest {
  private static final double AGREEMENT = 1e-5;
  private final JsonNode golden = Json.read(Tiny.GOLDEN.resolve("algorithms.json"));
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final Decoder decoder =
      LanguageModel.decoder(scope, Tiny.spec(Family.LLAMA, true), DataType.FLOAT32);

  @AfterEach
  void close() {
    scope.close();
  }

  /** The counted tokens of golden's batch, one column a quantity, and its sequences. */
  private record Batch(float[] logp, float[] old, float[] advantage, List<Episode> episodes) {}

  private Batch batch() {
    JsonNode given = golden.path("policyLoss");
    List<float[]> tokens = new ArrayList<>();
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < given.path("mask").size(); i++) {
      int length = given.path("mask").path(i).size();
      boolean[] mask = new boolean[length + 1]; // a prompt of one token
      for (int t = 0; t < length; t++) {
        mask[t + 1] = given.path("mask").path(i).path(t).asInt() == 1;
        if (mask[t + 1]) {
          tokens.add(
              new float[] {
                (float) given.path("new").path(i).path(t).asDouble(),
                (float) given.path("old").path(i).path(t).asDouble(),
                (float) given.path("advantages").path(i).asDouble()
              });
        }
      }
      float[] none = new float[length + 1];
      episodes.add(new Episode("e" + i, Role.SOLVER, new int[length + 1], mask, none, none));
    }
    return new Batch(column(tokens, 0), column(tokens, 1), column(tokens, 2), episodes);
  }

  private static float[] column(List<float[]> rows, int at) {
    float[] column = new float[rows.size()];
    for (int i = 0; i < column.length; i++) {
      column[i] = rows.get(i)[at];
    }
    return column;
  }

  @Test
  void policyLossesAreThoseOfVerlUnderEveryClipAndAggregation() {
    Batch batch = batch();
    JsonNode cases = golden.path("policyLoss").path("cases");
    assertThat(cases).hasSize(12);
    for (JsonNode expected : cases) {
      double[] bounds = {
        expected.path("clipLow").asDouble(),
        expected.path("clipHigh").asDouble(),
        expected.path("dualClip").asDouble()
      };
      float[][] seen = policyLoss(batch.logp, batch.old, batch.advantage, bounds);
      double loss = aggregate(expected.path("aggregation").asText(), batch.episodes, seen[0]);
      assertThat(loss)
          .as("%s", expected)
          .isCloseTo(expected.path("loss").asDouble(), within(AGREEMENT));
      assertThat(mean(seen[2]))
          .as("%s", expected)
          .isCloseTo(expected.path("clipFraction").asDouble(), within(AGREEMENT));
    }
  }

  /**
   * The program does not report the lower clip; it shows in where the dual bound changes a loss.
   */
  @Test
  void theDualClipBindsWhereItDoesInVerl() {
    Batch batch = batch();
    for (JsonNode expected : golden.path("policyLoss").path("cases")) {
      double low = expected.path("clipLow").asDouble();
      double high = expected.path("clipHigh").asDouble();
      double dual = expected.path("dualClip").asDouble();
      float[] bound = policyLoss(batch.logp, batch.old, batch.advantage, low, high, dual)[0];
      float[] free = policyLoss(batch.logp, batch.old, batch.advantage, low, high, 0)[0];
      double changed = 0;
      for (int i = 0; i < free.length; i++) {
        changed += bound[i] == free[i] ? 0 : 1.0 / free.length;
      }
      assertThat(changed)
          .isCloseTo(expected.path("lowerClipFraction").asDouble(), within(AGREEMENT));
    }
  }

  @Test
  void theDivergenceOfOldFromNewIsTheApproximateKlOfVerl() {
    Batch batch = batch();
    double expected = golden.path("policyLoss").path("cases").path(0).path("approxKl").asDouble();
    assertThat(mean(divergence(batch.old, batch.logp, 1)[0]))
        .isCloseTo(expected, within(AGREEMENT));
  }

  @Test
  void divergencesAreThoseOfVerl() {
    JsonNode kl = golden.path("kl");
    float[] logp = floats(kl.path("logprob"));
    float[] ref = floats(kl.path("ref"));
    List<String> names = List.of("kl", "mse", "low_var_kl");
    for (int estimator = 1; estimator <= 3; estimator++) {
      assertThat(divergence(logp, ref, estimator)[0])
          .as(names.get(estimator - 1))
          .containsExactly(floats(kl.path(names.get(estimator - 1))), within((float) AGREEMENT));
    }
  }

  @Test
  void theSlopeOfAPolicyLossIsItsDerivative() {
    double[][] bounds = {{0.2, 0.2, 0}, {0.2, 0.28, 0}, {0.2, 0.2, 3}, {0.3, 0.1, 1.5}};
    float[] ratios = {0.05f, 0.5f, 0.75f, 0.95f, 1, 1.05f, 1.15f, 1.35f, 1.8f, 2.5f, 4, 5e8f};
    float step = 1e-3f;
    for (double[] bound : bounds) {
      for (float ratio : ratios) {
        for (float advantage : new float[] {-1.5f, 0, 0.7f}) {
          float d = (float) Math.log(ratio);
          float[] a = {advantage, advantage, advantage};
          float[][] seen = policyLoss(new float[] {d - step, d, d + step}, new float[3], a, bound);
          double slope = (seen[0][2] - seen[0][0]) / (2 * step);
          assertThat((double) seen[1][1])
              .as("ratio %s, advantage %s, dual %s", ratio, advantage, bound[2])
              .isCloseTo(slope, within(2e-3 * Math.max(1, ratio > 100 ? 1 : ratio)));
        }
      }
    }
  }

  @Test
  void theSlopeOfK2AndK3IsTheirDerivativeUpToTheCut() {
    float step = 1e-3f;
    for (int estimator = 2; estimator <= 3; estimator++) {
      for (float d = -2.5f; d < 9; d += 0.25f) {
        float[][] seen = divergence(new float[] {d - step, d, d + step}, new float[3], estimator);
        double slope = (seen[0][2] - seen[0][0]) / (2 * step);
        assertThat((double) seen[1][1])
            .as("k%s at %s", estimator, d)
            .isCloseTo(slope, within(5e-3));
      }
    }
  }

  @Test
  void aTokenFarFromTheReferenceIsStillPulledBackButNotWithoutBound() {
    float[][] seen = divergence(new float[] {-30, -5, -2.7f, 12, 30}, new float[5], 3);
    assertThat(seen[0]).containsExactly(10, 10, 10, 10, 10);
    assertThat(seen[1][0]).isEqualTo(seen[1][1]).isEqualTo(seen[1][2]).isBetween(-13f, -12f);
    assertThat(seen[1][3]).isCloseTo(1, within(1e-4f));
    assertThat(seen[1][4]).isCloseTo(1, within(1e-4f));
  }

  private static double aggregate(String name, List<Episode> episodes, float[] losses) {
    double[] weights =
        switch (name) {
          case "token-mean" -> TokenWeights.of(Aggregation.TOKEN_MEAN, 1, episodes);
          case "seq-mean-token-mean" -> TokenWeights.of(Aggregation.SEQUENCE_MEAN, 1, episodes);
          case "seq-mean-token-sum" -> TokenWeights.of(Aggregation.SEQUENCE_SUM, 1, episodes);
          case "seq-mean-token-sum-norm" -> TokenWeights.of(Aggregation.CONSTANT, 4, episodes);
          default -> throw new IllegalArgumentException(name);
        };
    // verl sums the sequences over the constant, here they are averaged as in Dr. GRPO's paper
    double scale = name.equals("seq-mean-token-sum-norm") ? episodes.size() : 1;
    double sum = 0;
    int next = 0;
    for (int i = 0; i < weights.length; i++) {
      for (int t = 0; t < episodes.get(i).counted(); t++) {
        sum += scale * weights[i] * losses[next++];
      }
    }
    return sum;
  }

  private float[][] policyLoss(float[] logp, float[] old, float[] advantage, double... bounds) {
    try (Tensors step = scope.scope()) {
      return columns(
          decoder.policyLoss(
              step, step.floats(logp), step.floats(old), step.floats(advantage), bounds));
    }
  }

  private float[][] divergence(float[] logp, float[] ref, int estimator) {
    try (Tensors step = scope.scope()) {
      return columns(decoder.divergence(step, step.floats(logp), step.floats(ref), estimator));
    }
  }

  private static float[][] columns(PtNDArray[] arrays) {
    float[][] columns = new float[arrays.length][];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = arrays[i].toFloatArray();
    }
    return columns;
  }

  private static double mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.path(i).asDouble();
    }
    return values;
  }
}
