package dev.sparring.exports;

import dev.sparring.core.config.MetricsSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;

/**
 * What TRL and verl call the metrics of a run. The same name does not promise the same formula;
 * {@code docs/metrics.md} notes differences.
 */
final class MetricNames {
  /** A metric under another name, computed from one metric or from two. */
  private record Alias(String from, String and, DoubleBinaryOperator value) {}

  /**
   * Names that TRL's trainers have in TensorBoard, where transformers puts {@code train/} before.
   */
  private static final Map<String, Alias> TRL = new LinkedHashMap<>();

  private static final Map<String, Alias> VERL = new LinkedHashMap<>();

  static {
    same(TRL, "train/reward", "solver/reward");
    same(TRL, "train/completions/clipped_ratio", "solver/truncated");
    same(TRL, "train/completions/mean_length", "solver/length");
    same(TRL, "train/entropy", "solver/entropy");
    same(TRL, "train/kl", "solver/kl");
    TRL.put(
        "train/frac_reward_zero_std",
        new Alias("verifier/mixed", "verifier/mixed", (mixed, same) -> 1 - mixed));
    same(TRL, "train/loss", "learn/loss");
    same(TRL, "train/grad_norm", "learn/gradNorm");
    same(TRL, "train/clip_ratio/region_mean", "learn/clipFraction");
    same(TRL, "train/sampling/sampling_logp_difference/mean", "learn/logprobGap");
    same(TRL, "train/learning_rate", "learn/rate");
    same(TRL, "train/step_time", "time/round");

    same(VERL, "critic/score/mean", "solver/reward");
    same(VERL, "response_length/clip_ratio", "solver/truncated");
    same(VERL, "response_length/mean", "solver/length");
    same(VERL, "actor/entropy", "solver/entropy");
    same(VERL, "actor/pg_loss", "learn/loss");
    same(VERL, "actor/grad_norm", "learn/gradNorm");
    same(VERL, "actor/pg_clipfrac", "learn/clipFraction");
    same(VERL, "actor/lr", "learn/rate");
    same(VERL, "timing_s/step", "time/round");
    VERL.put("timing_s/gen", new Alias("time/propose", "time/solve", Double::sum));
    same(VERL, "timing_s/update_actor", "time/learn");
    same(VERL, "perf/throughput", "tokens/perSecond");
  }

  private MetricNames() {}

  private static void same(Map<String, Alias> names, String name, String own) {
    names.put(name, new Alias(own, own, (value, again) -> value));
  }

  /** Metrics under their own names and under these. */
  static Map<String, Double> with(MetricsSettings.Names names, Map<String, Double> own) {
    Map<String, Double> all = new TreeMap<>(own);
    of(names)
        .forEach(
            (name, alias) -> {
              Double from = own.get(alias.from());
              Double and = own.get(alias.and());
              if (from != null && and != null) {
                all.put(name, alias.value().applyAsDouble(from, and));
              }
            });
    return all;
  }

  /** Names of metrics elsewhere, and the keys of {@code metrics.jsonl} that each is made of. */
  static Map<String, List<String>> sources(MetricsSettings.Names names) {
    Map<String, List<String>> sources = new LinkedHashMap<>();
    of(names)
        .forEach(
            (name, alias) ->
                sources.put(name, Stream.of(alias.from(), alias.and()).distinct().toList()));
    return sources;
  }

  private static Map<String, Alias> of(MetricsSettings.Names names) {
    return switch (names) {
      case OWN -> Map.of();
      case TRL -> TRL;
      case VERL -> VERL;
    };
  }
}
