package dev.sparring.core.reward;

import dev.sparring.core.Verdict;
import dev.sparring.core.check.Judgement;
import java.util.Arrays;

/**
 * What a well-formed problem earns, from 0 to 1.
 *
 * @param rule how the answers become a number
 * @param floor share of the most frequent answer below which a problem counts as impossible rather
 *     than hard, and earns 0; 0 switches it off (after OpenSIR's solve-rate floor)
 * @param labelledOnly whether a problem without a label earns 0: a tie is no sign of difficulty,
 *     and nobody can learn from it. But where labels take a large share of the answers, few
 *     problems have one, and these are the easy ones: a proposer that is paid for them alone drifts
 *     there.
 * @param alike whether problems of a round that are much alike count as the same one, as in
 *     "R-Zero" (2508.05004), and not only those with the same canonical form
 */
public record ProposerReward(Rule rule, double floor, boolean labelledOnly, boolean alike) {

  /** How hard a problem should be. */
  public enum Rule {
    /**
     * 1 when some but not all agree: 1 &lt; count &lt; N ("Self-Questioning Language Models",
     * 2508.03682; its equation 2 prints 0 &lt;, its figure 1, section 5.1 and code have 1 &lt;).
     */
    SQLM("sqlm") {
      @Override
      double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare) {
        Verdict verdict = judgement.verdict();
        return verdict.count() > 1 && verdict.count() < verdict.attempts() ? 1 : 0;
      }
    },

    /**
     * 1 − 2·|p − ½| for a majority share of p, less the share of the batch that is the same
     * problem, at least 0 ("R-Zero", 2508.05004). A problem of its own kind is a cluster of one.
     */
    R_ZERO("r-zero") {
      @Override
      double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare) {
        return Math.max(0, 1 - 2 * Math.abs(judgement.verdict().share() - 0.5) - duplicateShare);
      }
    },

    /** 1 − p̄ for a mean solver reward of p̄, and 0 when p̄ is 0 ("Absolute Zero", 2505.03335). */
    ABSOLUTE_ZERO("absolute-zero") {
      @Override
      double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare) {
        return meanSolverReward == 0 ? 0 : 1 - meanSolverReward;
      }
    },

    /**
     * A control: 1 − p̄ with the share of right answers for p̄, and 0 when none is right. This
     * proposer knows the truth, which its solver does not ("Survive or Collapse", 2605.22217).
     */
    TRUTH("truth") {
      @Override
      double difficulty(Judgement judgement, double shareRight, double duplicateShare) {
        return shareRight == 0 ? 0 : 1 - shareRight;
      }
    },

    /**
     * 1 when some but not all tests are passed, over all programs: 0 &lt; mean fraction &lt; 1 (the
     * code of "Self-Questioning Language Models").
     */
    SQLM_CODE("sqlm-code") {
      @Override
      double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare) {
        return between(Arrays.stream(judgement.scores()).average().orElse(0));
      }
    },

    /** The same of the first program alone (its text, section 3). */
    SQLM_CODE_SINGLE("sqlm-code-single") {
      @Override
      double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare) {
        return between(Arrays.stream(judgement.scores()).findFirst().orElse(0));
      }
    };

    private final String configName;

    Rule(String configName) {
      this.configName = configName;
    }

    abstract double difficulty(Judgement judgement, double meanSolverReward, double duplicateShare);

    private static double between(double fraction) {
      return fraction > 0 && fraction < 1 ? 1 : 0;
    }

    /** The name in a configuration. */
    public String configName() {
      return configName;
    }
  }

  /** {@link IllegalArgumentException} for a floor outside 0..1. */
  public ProposerReward {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor is " + floor + ", and must be in 0..1");
    }
  }

  /**
   * The rule with this name, without a floor, for labelled problems only; an unknown name lists
   * those there are.
   */
  public static ProposerReward named(String name) {
    return new ProposerReward(
        EnumLookup.find("the proposer's reward", name, Rule.values(), Rule::configName),
        0,
        true,
        false);
  }

  /** The same rule above a floor. */
  public ProposerReward withFloor(double share) {
    return new ProposerReward(rule, share, labelledOnly, alike);
  }

  /** The same rule for labelled problems only, or for all. */
  public ProposerReward withLabelledOnly(boolean only) {
    return new ProposerReward(rule, floor, only, alike);
  }

  /** The same rule with problems that are alike counted as one, or not. */
  public ProposerReward withAlike(boolean together) {
    return new ProposerReward(rule, floor, labelledOnly, together);
  }

  /**
   * The reward of one problem. Where tests decide, there is no label, and no floor holds.
   *
   * @param meanSolverReward over the scored attempts at it; 0 when there are none
   * @param duplicateShare share of the round's proposals that pose this problem, or one that counts
   *     as the same, itself included
   */
  public double reward(Judgement judgement, double meanSolverReward, double duplicateShare) {
    Verdict verdict = judgement.verdict();
    boolean impossible =
        judgement.voted() && (labelledOnly && verdict.label().isEmpty() || verdict.share() < floor);
    return impossible ? 0 : rule.difficulty(judgement, meanSolverReward, duplicateShare);
  }
}
