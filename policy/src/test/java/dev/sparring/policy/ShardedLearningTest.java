package dev.sparring.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.learn.LearnMetrics;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.ShardReport;
import dev.sparring.policy.learn.UpdatePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An update in shards: its result depends on {@code learn.shards}, and not on who computed what.
 */
class ShardedLearningTest {
  private static final Path MODEL = Tiny.GOLDEN.resolve("llama-tiny");

  @TempDir Path folder;

  private static List<Episode> episodes() {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      int[] ids = new int[3 + i % 4];
      float[] logprobs = new float[ids.length];
      for (int t = 0; t < ids.length; t++) {
        ids[t] = 40 + (7 * i + t) % 150;
        logprobs[t] = -5;
      }
      Completion one =
          new Completion(new int[] {5, 6, 7 + i / 3}, ids, logprobs, "", Completion.Finish.STOP);
      Role role = i % 3 == 0 ? Role.PROPOSER : Role.SOLVER;
      episodes.add(Episode.of("e" + i, role, one, i % 2 == 0 ? 1 : -0.5));
    }
    return episodes;
  }

  private static Settings settings(String adapter, String dtype, int shards, int batches) {
    return Tiny.settings(
        "policy.adapter.use",
        adapter,
        "policy.adapter.rank",
        "4",
        "policy.dtype",
        dtype,
        "policy.threads",
        "1",
        "learn.shards",
        "" + shards,
        "learn.mini-batches",
        "" + batches);
  }

  private static Loss loss(Settings settings) {
    return Loss.PolicyGradient.of(settings.learn(), 1);
  }

  private byte[] weights(Policy policy, String name) throws IOException {
    Path directory = folder.resolve(name);
    policy.save(directory);
    List<byte[]> all = new ArrayList<>();
    try (var files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        all.add(Files.readAllBytes(file));
      }
    }
    int size = all.stream().mapToInt(b -> b.length).sum();
    byte[] bytes = new byte[size];
    int at = 0;
    for (byte[] part : all) {
      System.arraycopy(part, 0, bytes, at, part.length);
      at += part.length;
    }
    return bytes;
  }

  /** An update whose shards are computed by two policies in a random order. */
  private LearnReport apart(Policy learner, Policy other, Settings settings, long seed)
      throws IOException {
    Random random = new Random(seed);
    Loss loss = loss(settings);
    LearnMetrics metrics = new LearnMetrics();
    Path exchange = Files.createDirectories(folder.resolve("exchange-" + seed));
    UpdatePlan plan =
        UpdatePlan.of(
            episodes(),
            loss,
            settings.learn(),
            role -> UpdatePlan.modelOf(role, settings.policy().adapter()));
    int number = 0;
    for (UpdatePlan.Step step : plan.steps()) {
      Path version = exchange.resolve("version-" + number);
      learner.saveWeights(version);
      other.loadWeights(version);
      List<Integer> order = new ArrayList<>();
      List<Path> files = new ArrayList<>();
      ShardReport[] reports = new ShardReport[step.shards().size()];
      for (int i = 0; i < reports.length; i++) {
        order.add(i);
        files.add(exchange.resolve("gradient-" + number + "-" + i));
      }
      Collections.shuffle(order, random);
      for (int i : order) {
        Policy who = random.nextBoolean() ? learner : other;
        reports[i] = who.gradient(step, step.shards().get(i), loss, files.get(i), () -> false);
      }
      metrics.add(step.model(), List.of(reports));
      metrics.step(step.model(), learner.step(step.model(), files, 1e-2));
      number++;
    }
    return metrics.report();
  }

  @ParameterizedTest
  @CsvSource({
    "none, fp32, 4, 1",
    "none, bf16, 3, 1",
    "shared, fp32, 4, 2",
    "per-role, fp32, 2, 1",
    "shared, bf16, 1, 1"
  })
  void whoComputesAShardDoesNotMatter(String adapter, String dtype, int shards, int batches)
      throws IOException {
    Settings settings = settings(adapter, dtype, shards, batches);
    try (Policy whole = Policy.forLearning(MODEL, settings);
        Policy learner = Policy.forLearning(MODEL, settings);
        Policy other = Policy.forLearning(MODEL, settings)) {
      for (int round = 0; round < 2; round++) {
        LearnReport alone = whole.learn(episodes(), List.of(), loss(settings), 1e-2, () -> false);
        LearnReport apart = apart(learner, other, settings, round);
        assertThat(apart).isEqualTo(alone);
        assertThat(weights(learner, "learner-" + round))
            .isEqualTo(weights(whole, "whole-" + round));
      }
    }
  }

  @Test
  void theGradientOfShardsIsThatOfTheWholeBatchUpToRounding() throws IOException {
    Settings one = settings("shared", "fp32", 1, 1);
    Settings many = settings("shared", "fp32", 5, 1);
    try (Policy whole = Policy.forLearning(MODEL, one);
        Policy cut = Policy.forLearning(MODEL, many)) {
      LearnReport a = whole.learn(episodes(), List.of(), loss(one), 1e-2, () -> false);
      LearnReport b = cut.learn(episodes(), List.of(), loss(many), 1e-2, () -> false);
      assertThat(b.gradientNorm()).isEqualTo(a.gradientNorm(), within(1e-5 * a.gradientNorm()));
      assertThat(b.loss()).isEqualTo(a.loss(), within(1e-6));
      assertThat(b.tokens()).isEqualTo(a.tokens());
      float[] first = whole.logprobs(episodes(), () -> false).get(0);
      assertThat(cut.logprobs(episodes(), () -> false).get(0))
          .containsExactly(first, within(1e-3f));
    }
  }

  @Test
  void everyEpisodeIsInOneShardOfEveryPass() {
    Settings settings =
        Tiny.settings("learn.shards", "4", "learn.mini-batches", "2", "learn.epochs", "2");
    UpdatePlan plan =
        UpdatePlan.of(episodes(), loss(settings), settings.learn(), role -> UpdatePlan.SHARED);
    assertThat(plan.steps()).hasSize(4).filteredOn(UpdatePlan.Step::first).hasSize(1);
    assertThat(
            plan.steps().stream()
                .flatMap(step -> step.shards().stream())
                .peek(shard -> assertThat(shard.weights()).hasSize(shard.episodes().size()))
                .flatMap(shard -> shard.episodes().stream())
                .map(Episode::id))
        .hasSize(22)
        .startsWith("e0", "e1")
        .containsAll(episodes().stream().map(Episode::id).toList());
  }
}
