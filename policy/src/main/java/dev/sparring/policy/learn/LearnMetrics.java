package dev.sparring.policy.learn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Adds up what the shards and the optimizer steps of an update report. Models (one for all roles,
 * or one for each) are reported on apart and then put together in the order of their names.
 */
public final class LearnMetrics {
  private static final class Model {
    private ShardReport sums = ShardReport.NOTHING;
    private double gradientNorm;
    private int steps;

    private LearnReport report() {
      Map<String, LearnReport.RoleReport> byRole = new TreeMap<>();
      sums.roles()
          .forEach(
              (role, of) ->
                  byRole.put(
                      role,
                      new LearnReport.RoleReport(
                          of.entropy() / of.tokens(), of.divergence() / of.tokens(), of.tokens())));
      double count = Math.max(1, sums.tokens());
      return new LearnReport(
          sums.loss() / Math.max(1, steps),
          gradientNorm / Math.max(1, steps),
          sums.clipped() / count,
          sums.gap() / Math.max(1, sums.gapTokens()),
          byRole,
          sums.tokens(),
          steps);
    }
  }

  private final Map<String, Model> models = new TreeMap<>();

  /** Adds the shards of a step, in their order. */
  public void add(String model, List<ShardReport> shards) {
    Model own = models.computeIfAbsent(model, m -> new Model());
    shards.forEach(shard -> own.sums = own.sums.and(shard));
  }

  /** Adds an optimizer step. */
  public void step(String model, double norm) {
    Model own = models.computeIfAbsent(model, m -> new Model());
    own.gradientNorm += norm;
    own.steps++;
  }

  /** Optimizer steps taken so far, of all models. */
  public int steps() {
    return models.values().stream().mapToInt(m -> m.steps).sum();
  }

  /** The report of the update. */
  public LearnReport report() {
    return models.values().stream()
        .map(Model::report)
        .reduce(LearnReport.NOTHING, LearnReport::and);
  }
}
