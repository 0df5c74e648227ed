package dev.sparring.core.ledger;

import java.util.Map;

/**
 * How the ids of a round ended.
 *
 * @param scored how many have a reward
 * @param dropped how many have none, by {@link dev.sparring.core.DropReason#kind}, sorted
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
