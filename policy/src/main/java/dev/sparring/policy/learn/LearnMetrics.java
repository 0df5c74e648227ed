package dev.sparring.policy.learn;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sums the reports of an update's shards and optimizer steps. It keeps the sums of each model apart
 * (one for all roles, or one for each role), and merges them in the order of the models' names.
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
          Double.NaN,
          byRole,
          sums.tokens(),
          steps);
    }
  }

  private final Map<String, Model> models = new TreeMap<>();

  /**
   * Adds the reports of one optimizer step's shards.
   *
   * @param model as {@link UpdatePlan.Step#model}
   * @param shards in the order of the shards
   */
  public void add(String model, List<ShardReport> shards) {
    Model own = models.computeIfAbsent(model, m -> new Model());
    shards.forEach(shard -> own.sums = own.sums.and(shard));
  }

  /**
   * Counts an optimizer step.
   *
   * @param model as {@link UpdatePlan.Step#model}
   * @param norm L2 norm of the gradient before clipping
   */
  public void step(String model, double norm) {
    Model own = models.computeIfAbsent(model, m -> new Model());
    own.gradientNorm += norm;
    own.steps++;
  }

  /** Optimizer steps of all models so far. */
  public int steps() {
    return models.values().stream().mapToInt(m -> m.steps).sum();
  }

  /** The update's report; {@link LearnReport#NOTHING} if nothing was added. */
  public LearnReport report() {
    return models.values().stream()
        .map(Model::report)
        .reduce(LearnReport.NOTHING, LearnReport::and);
  }
}
