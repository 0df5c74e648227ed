package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.core.config.VerifierSettings;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.SolverRules;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;

/** Makes the round scorer that a configuration describes. */
final class ScoringFactory {
  private ScoringFactory() {}

  static VoteRule vote(VerifierSettings verifier) {
    return new VoteRule(
        verifier.minVotes(), verifier.minMargin(), verifier.minShare(), verifier.minAgreement());
  }

  static RoundScorer scoring(Settings settings, Task task) {
    return new RoundScorer(
        vote(settings.verifier()),
        SolverRules.named(settings.solver().reward()),
        ProposerReward.named(settings.proposer().reward())
            .withFloor(settings.proposer().floor())
            .withLabelledOnly(settings.proposer().labelledOnly()),
        settings.proposer().malformed(),
        settings.proposer().repeated(),
        task);
  }
}
