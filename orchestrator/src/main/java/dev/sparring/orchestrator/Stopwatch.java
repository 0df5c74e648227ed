package dev.sparring.orchestrator;

import dev.sparring.core.ScoredRound;
import dev.sparring.policy.worker.WorkerPool;
import java.util.Map;

/** Where the time of a round went. */
final class Stopwatch {
  private final long start = System.nanoTime();

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Adds the round's times; {@code other} is what is left: messages and bookkeeping. */
  void into(Map<String, Double> metrics, ScoredRound scored, WorkerPool.Learned learned) {
    double propose = scored.attempted().proposed().seconds();
    double solve = scored.attempted().seconds();
    double turns = scored.attempted().turns().seconds();
    double adapt = scored.attempted().adapted().seconds();
    double round = seconds();
    long tokens = RoundMetrics.tokens(scored);
    metrics.put("time/round", round);
    metrics.put("time/propose", propose);
    metrics.put("time/solve", solve);
    metrics.put("time/turns", turns);
    metrics.put("time/adapt", adapt);
    metrics.put("time/verify", scored.seconds());
    metrics.put("time/learn", learned.seconds());
    double accounted = propose + solve + turns + adapt + scored.seconds() + learned.seconds();
    metrics.put("time/other", round - accounted);
    metrics.put("tokens/generated", (double) tokens);
    metrics.put("tokens/perSecond", tokens / Math.max(1e-9, propose + solve + turns));
  }
}
