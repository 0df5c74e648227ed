package dev.sparring.orchestrator;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import java.util.List;
import java.util.function.ToIntFunction;

/** What only shows when a configuration, a model and a task come together. */
public final class Preflight {
  private Preflight() {}

  /** Refuses prompts that do not fit the context: the topic's, and those of held-out problems. */
  public static void check(Policy policy, Task task, Settings settings) {
    int longest = longest(task, settings, policy::promptTokens);
    if (longest >= policy.context()) {
      throw new RunException(line(task.name(), longest, policy.context()));
    }
  }

  /** Tokens of the longest prompt that is known beforehand. */
  static int longest(Task task, Settings settings, ToIntFunction<List<ChatMessage>> tokens) {
    int longest = tokens.applyAsInt(task.topic(RandomStream.of(settings.run().seed())));
    for (String problem : task.heldOut()) {
      longest = Math.max(longest, tokens.applyAsInt(task.question(problem)));
    }
    return longest;
  }

  static String line(String task, int longest, int context) {
    return "a prompt of "
        + task
        + " has "
        + longest
        + " tokens and does not fit the context of "
        + context
        + "; raise policy.context or take a model with a longer one";
  }
}
