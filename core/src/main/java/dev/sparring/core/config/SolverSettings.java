package dev.sparring.core.config;

/**
 * Who answers the problems.
 *
 * @param samples answers to each problem
 * @param reward what an answer earns, one of {@link #REWARDS}
 */
public record SolverSettings(
    @Constraint(atLeast = 1) int samples, @Constraint(oneOf = REWARDS) String reward) {

  /** Names of the solver's rewards, separated by {@code |}; all but the first two are controls. */
  public static final String REWARDS = "majority|tests|format|random|truth";
}
