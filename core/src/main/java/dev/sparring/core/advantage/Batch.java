package dev.sparring.core.advantage;

import java.util.Locale;

/**
 * The sequences of one role in one step; n of them.
 *
 * @param role who wrote them
 * @param rewards length n
 * @param groups length n; sequences with the same number answer the same prompt
 * @param lengths length n; tokens that the loss counts
 * @param baseline the role's running mean reward before this step
 */
public record Batch(String role, double[] rewards, int[] groups, int[] lengths, double baseline) {
  /** {@link IllegalArgumentException} when the lengths differ. */
  public Batch {
    if (rewards.length != groups.length || rewards.length != lengths.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d rewards, %d groups and %d lengths of role %s",
              rewards.length,
              groups.length,
              lengths.length,
              role));
    }
  }

  /** How many sequences there are. */
  int size() {
    return rewards.length;
  }
}
