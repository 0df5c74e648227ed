package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.ModelSpec.Family;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.tensor.Decoder;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an update computes does not depend on how its batch is cut, padded or ordered. */
class MicroBatchGradientTest {
  private static final double SAME = 1e-5;
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final RandomStream random = RandomStream.of(11);
  private ModelSpec spec;
  private Decoder decoder;
  private Parameters weights;
  private Parameters base;

  @AfterEach
  void close() {
    base.close();
    weights.close();
    scope.close();
  }

  private void model(Family family) {
    spec = Tiny.spec(family, true);
    decoder = LanguageModel.decoder(scope, spec, DataType.FLOAT32);
    weights = Parameters.random(scope, spec, random.child("weights"), 0.4);
    base = Parameters.random(scope, spec, random.child("base"), 0.4);
  }

  private List<Episode> episodes() {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      episodes.add(Tiny.episode(random.child(i), 2 + (i * 5) % 12, spec.vocabulary()));
    }
    return episodes;
  }

  private record Result(LearnReport report, List<float[]> gradients) {}

  private Result accumulate(List<Episode> episodes, String budget, Aggregation aggregation) {
    LearnSettings settings = settings(budget);
    try (Learner learner = learner(settings, GradientThreads.one())) {
      Loss.PolicyGradient loss = Loss.PolicyGradient.of(settings, 0.9);
      return accumulate(
          learner,
          episodes,
          new Loss.PolicyGradient(
              aggregation, 5, loss.clip(), loss.kl(), loss.temperature(), Map.of()));
    }
  }

  private static Result accumulate(Learner learner, List<Episode> episodes, Loss loss) {
    LearnReport report = learner.accumulate(episodes, loss);
    return new Result(report, copies(learner.gradients().arrays()));
  }

  private static LearnSettings settings(String budget) {
    return Tiny.settings("learn.micro-batch-tokens", budget).learn();
  }

  private Learner learner(LearnSettings settings, GradientThreads shards) {
    return new Learner(
        scope,
        decoder,
        weights,
        Optional.empty(),
        Optional.of(base.with(Optional.empty())),
        settings,
        0.9,
        shards);
  }

  private static List<float[]> copies(List<PtNDArray> arrays) {
    return arrays.stream().map(PtNDArray::toFloatArray).toList();
  }

  private static void assertSame(List<float[]> actual, List<float[]> expected) {
    for (int i = 0; i < expected.size(); i++) {
      double scale = 0;
      for (float value : expected.get(i)) {
        scale = Math.max(scale, Math.abs(value));
      }
      assertThat(actual.get(i))
          .as("slot %s", i)
          .containsExactly(expected.get(i), within((float) (SAME * Math.max(scale, 1e-3))));
    }
  }

  @ParameterizedTest
  @EnumSource(Aggregation.class)
  void gradientsDoNotDependOnTheBudgetOfAMicroBatch(Aggregation aggregation) {
    model(Family.QWEN3);
    List<Episode> episodes = episodes();
    Result whole = accumulate(episodes, "100000", aggregation);
    for (String budget : List.of("1", "13", "26", "40")) {
      Result cut = accumulate(episodes, budget, aggregation);
      assertSame(cut.gradients, whole.gradients);
      assertThat(cut.report.loss()).isCloseTo(whole.report.loss(), within(SAME));
      assertThat(cut.report.tokens()).isEqualTo(whole.report.tokens());
      assertThat(cut.report.logprobGap()).isCloseTo(whole.report.logprobGap(), within(SAME));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void lanesGiveTheGradientsOfOneAndTheSameBitsEveryTime(int count) {
    model(Family.QWEN2);
    List<Episode> episodes = episodes();
    LearnSettings settings = settings("30");
    Loss loss = Loss.PolicyGradient.of(settings, 0.9);
    try (Learner alone = learner(settings, GradientThreads.one());
        GradientThreads shards = new GradientThreads(count);
        Learner first = learner(settings, shards);
        Learner second = learner(settings, shards)) {
      Result one = accumulate(alone, episodes, loss);
      Result many = accumulate(first, episodes, loss);
      assertSame(many.gradients, one.gradients);
      assertThat(many.report.tokens()).isEqualTo(one.report.tokens());
      assertThat(many.report.loss()).isCloseTo(one.report.loss(), within(SAME));
      Result again = accumulate(second, episodes, loss);
      assertThat(again.gradients).usingRecursiveComparison().isEqualTo(many.gradients);
    }
  }

  @Test
  void whatLanesAddedUpBeforeTheyWereCancelledIsForgotten() {
    model(Family.LLAMA);
    List<Episode> episodes = episodes();
    LearnSettings settings = settings("13");
    Loss loss = Loss.PolicyGradient.of(settings, 0.9);
    try (GradientThreads shards = new GradientThreads(2);
        Learner fresh = learner(settings, shards);
        Learner stopped = learner(settings, shards)) {
      AtomicInteger looks = new AtomicInteger();
      assertThatThrownBy(
              () -> stopped.update(episodes, loss, 0.1, () -> looks.incrementAndGet() > 3))
          .isInstanceOf(Cancelled.class);
      Result after = accumulate(stopped, episodes, loss);
      assertThat(after.gradients)
          .usingRecursiveComparison()
          .isEqualTo(accumulate(fresh, episodes, loss).gradients);
    }
  }

  @Test
  void gradientsDoNotDependOnTheOrderOfEpisodes() {
    model(Family.LLAMA);
    List<Episode> episodes = episodes();
    Result ordered = accumulate(episodes, "30", Aggregation.SEQUENCE_MEAN);
    List<Episode> shuffled = new ArrayList<>(episodes);
    Collections.shuffle(shuffled, new Random(1));
    Result other = accumulate(shuffled, "30", Aggregation.SEQUENCE_MEAN);
    assertSame(other.gradients, ordered.gradients);
    assertThat(other.report.loss()).isCloseTo(ordered.report.loss(), within(SAME));
  }

  @ParameterizedTest
  @EnumSource(
      value = Family.class,
      names = {"LLAMA", "QWEN2", "QWEN3"})
  void recomputedActivationsGiveTheSameGradientsToTheBit(Family family) {
    model(family);
    MicroBatch batch = MicroBatch.cut(episodes(), 1000, 1).get(0);
    List<float[]> kept = learn(batch, 64, false);
    List<float[]> recomputed = learn(batch, 64, true);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(recomputed.get(i)).isEqualTo(kept.get(i));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void chunksOfLogitsGiveTheSameGradients(int chunk) {
    model(Family.LLAMA);
    MicroBatch batch = MicroBatch.cut(episodes(), 1000, 1).get(0);
    assertSame(learn(batch, chunk, false), learn(batch, 64, false));
  }

  @Test
  void episodesThatShareAPromptLearnAsIfEachHadItAlone() {
    model(Family.QWEN2);
    List<Episode> episodes = new ArrayList<>();
    for (int group = 0; group < 3; group++) {
      int prompt = 2 + group;
      int[] shared = Tiny.episode(random.child("p" + group), prompt, spec.vocabulary()).ids();
      for (int i = 0; i < 4 - group; i++) {
        int length = prompt + 1 + (3 * i + group) % 5;
        Episode e = Tiny.episode(random.child("g" + group).child(i), length, spec.vocabulary());
        System.arraycopy(shared, 0, e.ids(), 0, prompt);
        Arrays.fill(e.mask(), 0, prompt, false);
        e.mask()[prompt] = true;
        episodes.add(e);
      }
    }
    Result together = accumulate(episodes, "1000", Aggregation.TOKEN_MEAN);
    Result alone = accumulate(episodes, "1", Aggregation.TOKEN_MEAN);
    int tokens = MicroBatch.cut(episodes, 1000, 1).get(0).tokens();
    assertThat(tokens).isLessThan(episodes.stream().mapToInt(e -> e.ids().length).sum());
    assertSame(together.gradients, alone.gradients);
    assertThat(together.report.loss()).isCloseTo(alone.report.loss(), within(SAME));
  }

  /** Gradients, and what learning reports, of one micro-batch. */
  private List<float[]> learn(MicroBatch batch, int chunk, boolean recompute) {
    int n = batch.counted();
    float[][] numbers = new float[5][n]; // old, ref, advantage, weight, imitate
    for (int i = 0; i < n; i++) {
      numbers[0][i] = (float) (-2 - random.child("old").uniform(i));
      numbers[1][i] = (float) (-2 - random.child("ref").uniform(i));
      numbers[2][i] = (float) (1 - 2 * random.child("advantage").uniform(i));
      numbers[3][i] = 1f / n;
      numbers[4][i] = i % 3 == 0 ? 1 : 0;
    }
    try (Parameters gradients = weights.zeros(scope, DataType.FLOAT32);
        Tensors step = scope.scope()) {
      List<PtNDArray> arrays = new ArrayList<>();
      arrays.add(step.longs(batch.at()));
      arrays.add(step.longs(batch.target()));
      for (float[] column : numbers) {
        arrays.add(step.floats(column));
      }
      PtNDArray[] seen =
          decoder.learn(
              step,
              batch.layout(step),
              arrays,
              weights.with(Optional.empty()),
              gradients.with(Optional.empty()),
              new double[] {0.2, 0.2, 3, 0.1, 0.8},
              new int[] {3, chunk, recompute ? 1 : 0});
      List<float[]> all = new ArrayList<>(copies(gradients.list().arrays()));
      all.addAll(copies(Arrays.asList(seen)));
      return all;
    }
  }
}
