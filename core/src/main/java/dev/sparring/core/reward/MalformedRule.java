package dev.sparring.core.reward;

import dev.sparring.core.Attempt;
import dev.sparring.core.Outcome;

/**
 * What becomes of a proposal that is no problem. Either way it is counted; never is it trained on
 * by accident, and never is its reward negative (a penalty starves the proposer: "SSP").
 */
public enum MalformedRule {
  /** A reward of 0: the proposer learns to avoid it. */
  ZERO("zero"),
  /** Not learned from. */
  MASK("mask");

  private final String configName;

  MalformedRule(String configName) {
    this.configName = configName;
  }

  /** What a malformed proposal ends in. */
  public Outcome outcome() {
    return this == ZERO ? new Outcome.Scored(0) : new Outcome.Dropped(Attempt.MALFORMED);
  }

  /** The name in a configuration. */
  public String configName() {
    return configName;
  }

  /** The rule with this name; {@link IllegalArgumentException} lists the names there are. */
  public static MalformedRule named(String name) {
    return Named.find("the rule for malformed", name, values(), MalformedRule::configName);
  }
}
