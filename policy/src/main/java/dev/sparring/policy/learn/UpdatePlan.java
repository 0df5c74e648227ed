package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The optimizer steps of an update, each cut into shards. The cut depends on the batch and on
 * {@code learn.shards} alone. The gradients of a step's shards are added in fp32 in the order of
 * the shards, so the result does not depend on which worker computed which shard.
 *
 * @param steps in the order in which they are taken
 */
public record UpdatePlan(List<Step> steps) {
  /** The name of the weights that all roles without an adapter of their own share. */
  public static final String SHARED = "";

  /**
   * One optimizer step.
   *
   * @param model name of the weights that it changes: a role with an adapter of its own, or {@link
   *     #SHARED}
   * @param first whether it is the first step on these weights in the update, so that they are
   *     still the weights that wrote the episodes
   * @param shards in the order in which their gradients are added; none is empty
   */
  public record Step(String model, boolean first, List<Shard> shards) {}

  /**
   * A part of a step's batch, of which one worker computes the gradient.
   *
   * @param episodes whose gradient is computed
   * @param weights weight of a counted token in each episode ({@link TokenWeights}); they depend on
   *     the whole batch
   */
  public record Shard(List<Episode> episodes, double[] weights) {}

  /**
   * Plans the update on a round's episodes. For each model, in the order of their names, it has
   * {@code epochs} passes over the model's episodes, each pass in {@code mini-batches} steps, and
   * each step in {@code shards} shards of consecutive episodes.
   *
   * @param model gives the name of the weights that a role writes with
   */
  public static UpdatePlan of(
      List<Episode> episodes, Loss loss, LearnSettings settings, Function<Role, String> model) {
    Map<String, List<Episode>> byModel = new TreeMap<>();
    for (Episode episode : episodes) {
      byModel.computeIfAbsent(model.apply(episode.role()), m -> new ArrayList<>()).add(episode);
    }
    List<Step> steps = new ArrayList<>();
    byModel.forEach((name, own) -> addSteps(steps, name, own, loss, settings));
    return new UpdatePlan(List.copyOf(steps));
  }

  private static void addSteps(
      List<Step> steps, String model, List<Episode> episodes, Loss loss, LearnSettings settings) {
    boolean first = true;
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      for (List<Episode> batch : parts(episodes, settings.miniBatches())) {
        steps.add(new Step(model, first, shards(batch, loss, settings.shards())));
        first = false;
      }
    }
  }

  private static List<Shard> shards(List<Episode> batch, Loss loss, int count) {
    double[] weights = TokenWeights.of(loss.aggregation(), loss.constant(), batch);
    List<Shard> shards = new ArrayList<>();
    int from = 0;
    for (List<Episode> shard : parts(batch, count)) {
      shards.add(new Shard(shard, Arrays.copyOfRange(weights, from, from + shard.size())));
      from += shard.size();
    }
    return List.copyOf(shards);
  }

  /** The name of the weights that a role writes with: its own where adapters are per role. */
  public static String modelOf(Role role, PolicySettings.Adapter adapter) {
    return adapter.use() == PolicySettings.Adapter.Use.PER_ROLE ? role.name() : SHARED;
  }

  /** Cuts a list into parts of consecutive episodes, as equal in size as can be; none is empty. */
  public static List<List<Episode>> parts(List<Episode> episodes, int parts) {
    List<List<Episode>> cut = new ArrayList<>();
    int count = Math.min(parts, episodes.size());
    for (int i = 0; i < count; i++) {
      cut.add(episodes.subList(i * episodes.size() / count, (i + 1) * episodes.size() / count));
    }
    return cut;
  }
}
