package dev.sparring.core;

import java.util.Map;

/**
 * Where a run stands: what a piece of work is asked for says, and every line about it in a log.
 *
 * @param step the round in play, or the last one that is finished; 0 before the first
 * @param policyVersion the weights that the work is to be done with
 */
public record StepVersion(int step, long policyVersion) {
  /** Before the first round. */
  public static final StepVersion START = new StepVersion(0, 0);

  /** Key of the context of a log line: whose it is. */
  public static final String ROLE = "role";

  /** Key of the context of a log line: {@link #step}. */
  public static final String STEP = "step";

  /** Key of the context of a log line: {@link #policyVersion}. */
  public static final String POLICY_VERSION = "policyVersion";

  /** The part of a log line's context that stays the same: the name of the actor. */
  public static Map<String, String> role(String actor) {
    return Map.of(ROLE, actor);
  }

  /** The part of a log line's context that changes. */
  public Map<String, String> logged() {
    return Map.of(STEP, Integer.toString(step), POLICY_VERSION, Long.toString(policyVersion));
  }
}
