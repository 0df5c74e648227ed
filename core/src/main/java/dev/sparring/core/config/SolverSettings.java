package dev.sparring.core.config;

import dev.sparring.core.reward.SolverRule;

/**
 * The solver, the role that answers problems.
 *
 * @param samples answers to each problem in a round
 * @param reward rule of an answer's reward, one of {@link #REWARDS}, or of a plug-in
 */
public record SolverSettings(
    @Constraint(atLeast = 1) int samples,
    @Constraint(oneOf = REWARDS, orNameOf = SolverRule.class) String reward) {

  /**
   * Names of the solver's reward rules, separated by {@code |}; all but the first two are controls.
   */
  public static final String REWARDS = "majority|tests|format|random|truth";
}
