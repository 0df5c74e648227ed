package dev.sparring.core.config;

import dev.sparring.core.reward.SolverRule;

/**
 * The solver, the role that answers problems.
 *
 * @param samples answers to each problem in a round
 * @param positiveWeight what advantages above 0 are multiplied with, from 0 to 1
 * @param reward rule of an answer's reward, one of {@link #REWARDS}, or of a plug-in
 */
public record SolverSettings(
    @Constraint(atLeast = 1) int samples,
    @Constraint(atLeast = 0, atMost = 1) double positiveWeight,
    @Constraint(oneOf = REWARDS, orNameOf = SolverRule.class) String reward) {

  /**
   * Names of the solver's reward rules, separated by {@code |}; all but the first two are controls.
   */
  public static final String REWARDS = "majority|tests|format|random|truth";
}
