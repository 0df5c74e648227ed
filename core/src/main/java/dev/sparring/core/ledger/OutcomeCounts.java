package dev.sparring.core.ledger;

import java.util.Map;

/**
 * How the ids of a round ended.
 *
 * @param scored how many have a reward
 * @param dropped how many have none, by reason, in the order of the reasons
 */
public record OutcomeCounts(int scored, Map<String, Integer> dropped) {
  /** All that were dropped, whatever the reason. */
  public int allDropped() {
    return dropped.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** All that were opened. */
  public int total() {
    return scored + allDropped();
  }
}
