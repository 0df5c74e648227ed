package dev.sparring.orchestrator.bench;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Elements;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** An update of all weights from sequences with advantages from −1 to 1. */
final class Learning implements Bench.Work {
  private static final Loss LOSS =
      new Loss.PolicyGradient(
          LearnSettings.Aggregation.TOKEN_MEAN,
          1,
          new LearnSettings.Clip(0.2, 0.2, 0),
          new LearnSettings.Kl(0.001, LearnSettings.Estimator.K3),
          1);

  private final Tensors scope;
  private final LanguageModel model;
  private final Learner learner;
  private final Scorer scorer;
  private final Tokens shape;
  private final List<int[]> ids;
  private double loss;

  Learning(Bench bench, Tokens shape, Settings settings) {
    this.shape = shape;
    scope = Tensors.on("cpu", bench.threads());
    model = LanguageModel.load(scope, bench.model(), Elements.named(bench.dtype()));
    learner =
        new Learner(scope, model.decoder(), model.weights(), Optional.empty(), settings.learn(), 1);
    scorer = new Scorer(scope, model.decoder(), 1, settings.learn().microBatchTokens());
    ids = Bench.ids(model, shape.batch(), shape.prompt() + shape.tokens());
  }

  /** Of the newest update. */
  double loss() {
    return loss;
  }

  @Override
  public void run() {
    List<Episode> blank = episodes(List.of());
    List<Policy.Scores> old = scorer.score(model.weights(), blank, () -> false);
    loss = learner.update(episodes(old), LOSS, 1e-6, () -> false).loss();
  }

  private List<Episode> episodes(List<Policy.Scores> old) {
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
        System.arraycopy(old.get(i).logprobs(), 0, behaviour, prompt, n - prompt);
      }
      episodes.add(new Episode("b" + i, Role.SOLVER, ids.get(i), mask, behaviour, advantage));
    }
    return episodes;
  }

  @Override
  public void close() {
    learner.close();
    model.close();
    scope.close();
  }
}
