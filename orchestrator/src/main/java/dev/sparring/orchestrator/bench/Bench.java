package dev.sparring.orchestrator.bench;

import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Elements;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.stream.IntStream;

/**
 * Decoding and learning with the code that trains, on random tokens.
 *
 * @param batch sequences
 * @param prompt tokens of each prompt
 * @param tokens tokens of each completion
 * @param dtype {@code fp32} or {@code bf16}
 * @param threads inside an operator
 * @param repeat how often, after one that is not counted
 */
public record Bench(
    Path model, int batch, int prompt, int tokens, String dtype, int threads, int repeat) {

  /** Draws {@code tokens} tokens at temperature 1 for every sequence; all share one prompt. */
  public Map<String, Object> decode() {
    try (Tensors scope = Tensors.on("cpu", threads);
        LanguageModel loaded = LanguageModel.load(scope, model, Elements.named(dtype))) {
      Sampler sampler = new Sampler(scope, endless(loaded), batch, 8, 0);
      int[] ids = ids(loaded, 1, prompt).get(0);
      List<RandomStream> streams =
          IntStream.range(0, batch).mapToObj(i -> RandomStream.of(i)).toList();
      return timed(
          "decode",
          (long) batch * tokens,
          () -> {
            sampler.complete(
                List.of(ids), List.of(streams), Sampling.plain(1, tokens), () -> false);
            return Double.NaN;
          });
    }
  }

  /** One GRPO update: old log-probabilities, clipped loss with k3 KL, backward, clip, AdamW. */
  public Map<String, Object> learn(Settings settings) {
    try (Tensors scope = Tensors.on("cpu", threads);
        LanguageModel loaded = LanguageModel.load(scope, model, Elements.named(dtype));
        Learner learner =
            new Learner(
                scope, loaded.decoder(), loaded.weights(), Optional.empty(), settings.learn(), 1)) {
      Scorer scorer = new Scorer(scope, loaded.decoder(), 1, settings.learn().microBatchTokens());
      List<int[]> ids = ids(loaded, batch, prompt + tokens);
      Loss loss =
          new Loss.PolicyGradient(
              LearnSettings.Aggregation.TOKEN_MEAN,
              1,
              new LearnSettings.Clip(0.2, 0.2, 0),
              new LearnSettings.Kl(0.001, LearnSettings.Estimator.K3),
              1);
      return timed(
          "learn",
          (long) batch * (prompt + tokens),
          () -> {
            List<Episode> blank = episodes(ids, List.of());
            List<Policy.Scores> old = scorer.score(loaded.weights(), blank, () -> false);
            return learner.update(episodes(ids, old), loss, 1e-6, () -> false).loss();
          });
    }
  }

  private List<Episode> episodes(List<int[]> ids, List<Policy.Scores> old) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      int n = ids.get(i).length;
      boolean[] mask = new boolean[n];
      float[] behaviour = new float[n];
      float[] advantage = new float[n];
      Arrays.fill(mask, prompt, n, true);
      Arrays.fill(advantage, prompt, n, ids.size() == 1 ? 1 : 2f * i / (ids.size() - 1) - 1);
      if (!old.isEmpty()) {
        System.arraycopy(old.get(i).logprobs(), 0, behaviour, prompt, tokens);
      }
      episodes.add(new Episode("b" + i, Role.SOLVER, ids.get(i), mask, behaviour, advantage));
    }
    return episodes;
  }

  private static LanguageModel endless(LanguageModel m) {
    return new LanguageModel(
        m.directory(), m.spec(), m.weights(), m.decoder(), m.tokenizer(), m.prompts(), Set.of());
  }

  private static List<int[]> ids(LanguageModel model, int count, int length) {
    int vocabulary = Math.min(model.spec().vocabulary(), 40_000);
    int from = vocabulary > 1000 ? 100 : 3;
    List<int[]> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      RandomStream random = RandomStream.of(0).child(i);
      all.add(
          IntStream.range(0, length).map(n -> from + random.below(n, vocabulary - from)).toArray());
    }
    return all;
  }

  private Map<String, Object> timed(String what, long work, DoubleSupplier run) {
    double loss = run.getAsDouble();
    double[] seconds = new double[repeat];
    for (int i = 0; i < repeat; i++) {
      long start = System.nanoTime();
      loss = run.getAsDouble();
      seconds[i] = Math.rint((System.nanoTime() - start) / 1e5) / 1e4;
    }
    double[] sorted = seconds.clone();
    Arrays.sort(sorted);
    double median = (sorted[(repeat - 1) / 2] + sorted[repeat / 2]) / 2;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("what", what);
    result.put("dtype", dtype);
    result.put("device", "cpu");
    result.put("batch", batch);
    result.put("prompt", prompt);
    result.put("tokens", tokens);
    result.put("lora", 0);
    result.put("seconds", seconds);
    result.put("tokensPerSecond", Math.rint(10 * work / median) / 10);
    result.put("peakGiB", peak());
    if (!Double.isNaN(loss)) {
      result.put("loss", loss);
    }
    return result;
  }

  /** Peak resident memory of this process, where the system tells it; else 0. */
  private static double peak() {
    Path status = Path.of("/proc/self/status");
    try {
      for (String line : Files.exists(status) ? Files.readAllLines(status) : List.<String>of()) {
        if (line.startsWith("VmHWM:")) {
          return Math.rint(Long.parseLong(line.replaceAll("\\D", "")) / 1048.576) / 1000;
        }
      }
    } catch (IOException e) {
      return 0;
    }
    return 0;
  }
}
