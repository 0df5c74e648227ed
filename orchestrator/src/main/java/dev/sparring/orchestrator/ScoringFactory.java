package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.SolverRules;
import dev.sparring.core.task.Task;
import dev.sparring.core.vote.VoteRule;

/** Makes the round scorer that a configuration describes. */
final class ScoringFactory {
  private ScoringFactory() {}

  static RoundScorer scoring(Settings settings, Task task) {
    var verifier = settings.verifier();
    return new RoundScorer(
        new VoteRule(
            verifier.minVotes(),
            verifier.minMargin(),
            verifier.minShare(),
            verifier.minAgreement()),
        SolverRules.named(settings.solver().reward()),
        ProposerReward.named(settings.proposer().reward())
            .withFloor(settings.proposer().floor())
            .withLabelledOnly(settings.proposer().labelledOnly()),
        settings.proposer().malformed(),
        settings.proposer().repeated(),
        task);
  }
}
