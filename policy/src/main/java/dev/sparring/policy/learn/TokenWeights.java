package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings.Aggregation;
import java.util.List;

/**
 * Aggregations ({@link Aggregation}) as weights: the loss of a batch is the sum over its counted
 * tokens of weight times token loss.
 */
public final class TokenWeights {
  private TokenWeights() {}

  /**
   * The weight of a counted token in each episode.
   *
   * @param constant tokens, for {@link Aggregation#CONSTANT}
   * @param episodes the whole batch of one optimizer step
   * @return one weight an episode, in their order
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
