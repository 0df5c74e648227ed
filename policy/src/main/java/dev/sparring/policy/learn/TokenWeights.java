package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings.Aggregation;
import java.util.List;

/** Aggregations as weights: the loss is the sum over tokens of weight times token loss. */
public final class TokenWeights {
  private TokenWeights() {}

  /**
   * The weight that every counted token of an episode has.
   *
   * @param episodes one optimizer step's batch
   * @param constant used by {@link Aggregation#CONSTANT}
   * @return one weight an episode
   */
  public static double[] of(Aggregation aggregation, int constant, List<Episode> episodes) {
    double sequences = episodes.size();
    long tokens = episodes.stream().mapToLong(Episode::counted).sum();
    return episodes.stream()
        .mapToDouble(
            episode ->
                switch (aggregation) {
                  case TOKEN_MEAN -> 1.0 / tokens;
                  case SEQUENCE_MEAN -> 1.0 / (sequences * Math.max(1, episode.counted()));
                  case SEQUENCE_SUM -> 1.0 / sequences;
                  case CONSTANT -> 1.0 / (sequences * constant);
                })
        .toArray();
  }
}
