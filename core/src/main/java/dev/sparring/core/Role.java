package dev.sparring.core;

import java.util.List;

/**
 * A part in the game. Roles are names rather than a pair, so that a third one (a judge, a
 * corrector) is one more name.
 */
public record Role(String name) {
  /** Writes problems. */
  public static final Role PROPOSER = new Role("proposer");

  /** Answers problems. */
  public static final Role SOLVER = new Role("solver");

  /** Answers problems with the weights that the run began with, and never learns. */
  public static final Role BASE = new Role("base");

  /** The roles that write with a policy. */
  public static final List<Role> ALL = List.of(PROPOSER, SOLVER);

  @Override
  public String toString() {
    return name;
  }
}
