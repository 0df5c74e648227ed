package dev.sparring.orchestrator;

import dev.sparring.core.RandomStream;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;

/** What only shows when a configuration, a model and a task come together. */
final class Preflight {
  private Preflight() {}

  static void check(Policy policy, Task task, Settings settings) {
    int longest = policy.promptTokens(task.topic(RandomStream.of(settings.run().seed())));
    for (String problem : task.heldOut()) {
      longest = Math.max(longest, policy.promptTokens(task.question(problem)));
    }
    if (longest >= policy.context()) {
      throw new RunException(
          "a prompt of "
              + task.name()
              + " has "
              + longest
              + " tokens and does not fit the context of "
              + policy.context()
              + "; raise policy.context or take a model with a longer one");
    }
  }
}
