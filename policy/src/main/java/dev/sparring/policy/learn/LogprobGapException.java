package dev.sparring.policy.learn;

import java.util.Locale;

/**
 * What the sampler said of its tokens is too far from what the learner's weights say, so nothing
 * was learned from them.
 */
public final class LogprobGapException extends RuntimeException {
  private static final long serialVersionUID = 1;

  LogprobGapException(double gap, double limit) {
    super(
        String.format(
            Locale.ROOT,
            "nothing is learned from this round: log-probabilities of what was sampled differ from"
                + " the learner's by %.4f nats a token, and learn.importance.gap-limit is %s; a"
                + " server has written with other weights, or computes in another type",
            gap,
            limit));
  }
}
