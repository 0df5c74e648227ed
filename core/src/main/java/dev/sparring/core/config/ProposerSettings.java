package dev.sparring.core.config;

import dev.sparring.core.Role;
import dev.sparring.core.reward.RefusalRule;

/**
 * The proposer, the role that writes problems.
 *
 * @param problems how many the proposer is asked for in a round
 * @param updateInterval rounds from one update of the proposer to the next; with 0 it never learns
 * @param reward rule of the proposer's reward, one of {@link #REWARDS}
 * @param floor majority share below which a problem earns 0
 * @param labelledOnly whether problems without a label earn 0
 * @param malformed outcome of proposals that cannot be read as a problem
 * @param repeated outcome of proposals that are held out or were asked before
 * @param archive how many keys of earlier problems are remembered; 0 is none
 * @param clusters what counts as the same problem in a round: {@code key}, its canonical form, or
 *     {@code bleu}, a text that is much alike
 * @param writer who writes the problems: {@code policy}, or {@code base}, the weights that the run
 *     began with
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
    @Constraint(oneOf = "key|bleu") String clusters,
    @Constraint(oneOf = "policy|base") String writer,
    @Constraint(atLeast = 0) int references) {

  /** The role that writes the problems. */
  public Role role() {
    return writer.equals("base") ? Role.BASE : Role.PROPOSER;
  }

  /** Names of the proposer's reward rules, separated by {@code |}. */
  public static final String REWARDS = "sqlm|r-zero|absolute-zero|truth|sqlm-code|sqlm-code-single";
}
