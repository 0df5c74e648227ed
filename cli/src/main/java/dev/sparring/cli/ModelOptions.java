package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** Which model writes or scores, and how it is held; the first argument can name it. */
final class ModelOptions extends LoadedModelOptions {
  /** Help on input, here because this is where prompts become ids. */
  static final String INPUT =
      "A text gets the special tokens that the tokenizer adds (Llama's bos_token, for example), as"
          + " transformers' tokenizer(text) does; messages get those of the chat template and no"
          + " others, as apply_chat_template does. Special tokens written in a text are recognised.%n%n"
          + JsonLines.HELP;

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description =
          "bundled, a Hugging Face or PEFT directory, Owner/Name[@revision] of the hub, or a run by name or folder (its newest checkpoint)")
  private String model;

  /**
   * Loads the model.
   *
   * @param more settings of the command
   */
  Policy open(Map<String, String> more, PrintWriter aside) {
    return open(Optional.ofNullable(model), more, aside);
  }

  /** The ids of a text that something comes before. */
  static int[] encode(JsonlRequest line, LanguageModel model, String text) {
    try {
      return model.tokenizer().encode(text);
    } catch (CheckpointException e) {
      throw line.mistake(e.getMessage());
    }
  }

  /** Refuses what a model computes whose weights are not finite numbers or overflow. */
  static void requireFinite(String place, float[] logprobs) {
    for (int i = 0; i < logprobs.length; i++) {
      if (!Float.isFinite(logprobs[i])) {
        throw new RunException(
            place
                + ": log-probability "
                + i
                + " is "
                + logprobs[i]
                + "; the model's weights are not finite numbers, or overflow in its --dtype");
      }
    }
  }

  /** The ids of a line's {@code text}, or of its {@code messages} up to where the answer begins. */
  static int[] prompt(JsonlRequest line, LanguageModel model) {
    try {
      return line.has("text")
          ? model.ids(List.of(), line.text("text"))
          : model.ids(line.messages("messages"), "");
    } catch (CheckpointException e) {
      throw line.mistake(e.getMessage());
    }
  }
}
