package dev.sparring.cli.bench;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.Loss;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An update from sequences with advantages from −1 to 1. */
final class LearnBenchmark implements BenchmarkRunner.Work {
  private static final Loss LOSS =
      new Loss.PolicyGradient(
          LearnSettings.Aggregation.TOKEN_MEAN,
          1,
          new LearnSettings.Clip(0.2, 0.2, 0),
          new LearnSettings.Kl(0.001, LearnSettings.Estimator.K3),
          1,
          Map.of());

  private final Policy policy;
  private final RandomTokens shape;
  private final List<int[]> ids;
  private double loss;

  LearnBenchmark(BenchmarkRunner bench, RandomTokens shape, Map<String, String> overrides) {
    bench.requireMemory(shape.prompt(), shape.tokens(), "--prompt or --tokens");
    this.shape = shape;
    Map<String, String> all = bench.settings();
    all.put("sampling.temperature", "1");
    all.putAll(overrides);
    policy = Policy.forLearningAlone(bench.model(), Settings.load(Optional.empty(), all));
    ids = BenchmarkRunner.ids(policy.model(), shape.batch(), shape.prompt() + shape.tokens());
  }

  /** Of the newest update. */
  double loss() {
    return loss;
  }

  @Override
  public void run() {
    List<float[]> old = policy.logprobs(episodes(List.of()), () -> false);
    loss = policy.learn(episodes(old), List.of(), LOSS, 1e-6, () -> false).loss();
  }

  private List<Episode> episodes(List<float[]> old) {
    List<Episode> episodes = new ArrayList<>();
    int prompt = shape.prompt();
    for (int i = 0; i < ids.size(); i++) {
      int n = ids.get(i).length;
      boolean[] mask = new boolean[n];
      float[] behaviour = new float[n];
      float[] advantage = new float[n];
      Arrays.fill(mask, prompt, n, true);
      Arrays.fill(advantage, prompt, n, ids.size() == 1 ? 1 : 2f * i / (ids.size() - 1) - 1);
      if (!old.isEmpty()) {
        System.arraycopy(old.get(i), 0, behaviour, prompt, n - prompt);
      }
      episodes.add(new Episode("b" + i, Role.SOLVER, ids.get(i), mask, behaviour, advantage));
    }
    return episodes;
  }

  @Override
  public void close() {
    policy.close();
  }
}
