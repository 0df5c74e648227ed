package dev.sparring.core.config;

import dev.sparring.core.reward.RefusalRule;

/**
 * Who writes the problems.
 *
 * @param problems asked for in a round
 * @param updateInterval rounds from one of the proposer's updates to the next; 0 is never
 * @param reward what a problem earns, one of {@link #REWARDS}
 * @param floor majority share under which difficulty earns nothing
 * @param labelledOnly whether problems without a label earn nothing
 * @param malformed what becomes of proposals that do not parse
 * @param repeated what becomes of proposals that are held out, or have been posed before
 * @param archive keys of problems remembered; 0 is none
 * @param references earlier problems in the prompt of each proposal; 0 is none
 */
public record ProposerSettings(
    @Constraint(atLeast = 1) int problems,
    @Constraint(atLeast = 0) int updateInterval,
    @Constraint(oneOf = REWARDS) String reward,
    @Constraint(atLeast = 0, atMost = 1) double floor,
    boolean labelledOnly,
    RefusalRule malformed,
    RefusalRule repeated,
    @Constraint(atLeast = 0) int archive,
    @Constraint(atLeast = 0) int references) {

  /** Names of the proposer's rewards, separated by {@code |}. */
  public static final String REWARDS = "sqlm|r-zero|absolute-zero|truth";
}
