package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Truncated importance sampling, token by token (Ionides, "Truncated importance sampling", 2008;
 * Yao et al., "Your efficient RL framework secretly brings you off-policy RL training", 2025). The
 * sampler drew a token with probability µ, and the learner's own weights give it π. The token's
 * advantage is multiplied with min(π / µ, cap), and π becomes the probability that the clipped
 * ratio of the loss is taken from.
 *
 * @param episodes to learn from
 * @param gap mean of |log π − log µ|, nats a token
 * @param capped share of the tokens whose weight the cap bound, 0 to 1; NaN without a cap
 */
public record ImportanceCorrection(List<Episode> episodes, double gap, double capped) {
  /** Whether the learner scores episodes itself before it learns from them. */
  public static boolean applies(
      PolicySettings policy, LearnSettings learn, Loss loss, List<Episode> episodes) {
    return Settings.rescores(policy, learn)
        && loss instanceof Loss.PolicyGradient
        && !episodes.isEmpty();
  }

  /**
   * Corrects episodes.
   *
   * @param scores of each episode under the weights that learn, before the first step
   * @throws LogprobGapException when the gap is above the limit
   */
  public static ImportanceCorrection of(
      List<Episode> episodes, List<Scores> scores, LearnSettings.Importance settings) {
    List<Episode> corrected = new ArrayList<>();
    double gap = 0;
    long capped = 0;
    long tokens = 0;
    for (int e = 0; e < episodes.size(); e++) {
      Episode episode = episodes.get(e);
      float[] own = scores.get(e).logprobs();
      float[] behaviour = episode.behaviour().clone();
      float[] advantage = episode.advantage().clone();
      int counted = 0;
      for (int i = 0; i < behaviour.length; i++) {
        if (!episode.mask()[i]) {
          continue;
        }
        double difference = (double) own[counted] - behaviour[i];
        double weight = StrictMath.exp(difference);
        gap += Math.abs(difference);
        capped += weight > settings.cap() ? 1 : 0;
        advantage[i] *= (float) Math.min(weight, settings.cap());
        behaviour[i] = own[counted++];
      }
      tokens += counted;
      corrected.add(
          new Episode(
              episode.id(), episode.role(), episode.ids(), episode.mask(), behaviour, advantage));
    }
    double mean = gap / Math.max(1, tokens);
    if (settings.gapLimit() > 0 && !(mean <= settings.gapLimit())) {
      throw new LogprobGapException(mean, settings.gapLimit());
    }
    boolean off = settings.cap() == 0;
    return new ImportanceCorrection(
        off ? episodes : List.copyOf(corrected),
        mean,
        off ? Double.NaN : (double) capped / Math.max(1, tokens));
  }

  /** The report of the update on these episodes, with what is known of the sampler. */
  public LearnReport reported(LearnReport report) {
    return report.withSampler(gap, capped);
  }
}
