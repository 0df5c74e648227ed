package dev.sparring.cli.pretrain;

import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.task.PretrainingCorpus;

/**
 * How a small model is made.
 *
 * @param seed of weights and text
 * @param steps optimizer steps
 * @param lines a step
 * @param mix what the text is made of
 */
public record Recipe(long seed, int steps, int lines, PretrainingCorpus.Mixture mix) {
  /** Deviation of fresh matrices. */
  static final double DEVIATION = 0.02;

  /** AdamW with warm-up and a decay to a tenth. */
  LearnSettings learning() {
    return new LearnSettings(
        "grpo",
        "batch",
        false,
        new LearnSettings.Clip(0.2, 0.2, 0),
        new LearnSettings.Kl(0, LearnSettings.Estimator.K3),
        LearnSettings.Aggregation.TOKEN_MEAN,
        1,
        2e-3,
        100,
        LearnSettings.Decay.LINEAR,
        0.1,
        0.9,
        0.98,
        1e-8,
        0.01,
        1,
        2048,
        false,
        1,
        1,
        1,
        0,
        LearnSettings.Importance.OFF);
  }
}
