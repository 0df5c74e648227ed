package dev.sparring.core.selfplay;

/**
 * The plain kind: one role writes problems, the other answers them, and nothing follows
 * ("Self-Questioning Language Models", 2508.03682).
 */
public final class Questions implements SelfPlay {
  /** Its name. */
  public static final String NAME = "questions";

  @Override
  public String configName() {
    return NAME;
  }

  @Override
  public String description() {
    return "a proposer writes problems and a solver answers them";
  }
}
