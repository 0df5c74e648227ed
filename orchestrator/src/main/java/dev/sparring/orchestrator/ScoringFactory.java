package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.core.reward.ProposerReward;
import dev.sparring.core.reward.RoundScorer;
import dev.sparring.core.reward.SolverRules;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.task.Task;

/** Makes the round scorer that a configuration describes. */
final class ScoringFactory {
  private ScoringFactory() {}

  static RoundScorer scoring(Settings settings, Task task, SelfPlay play) {
    return new RoundScorer(
        settings.verifier().vote(),
        SolverRules.named(settings.solver().reward()),
        ProposerReward.named(settings.proposer().reward())
            .withFloor(settings.proposer().floor())
            .withLabelledOnly(settings.proposer().labelledOnly())
            .withAlike(settings.proposer().clusters().equals("bleu")),
        settings.proposer().malformed(),
        settings.proposer().repeated(),
        task,
        play,
        settings.run().steps());
  }
}
