package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which model writes or scores, and how it is held. */
final class ModelOptions {
  /** Help on input, here because this is where prompts become ids. */
  static final String INPUT =
      "A text gets the special tokens that the tokenizer adds (Llama's bos_token, for example), as"
          + " transformers' tokenizer(text) does; messages get those of the chat template and no"
          + " others, as apply_chat_template does. Special tokens written in a text are recognised.%n%n"
          + JsonLines.HELP;

  /** What {@code --model} does. */
  static final String BASE =
      "the model under an adapter, in place of the base that the adapter names"
          + " (base_model_name_or_path) or that a run keeps";

  @Parameters(
      paramLabel = "MODEL",
      arity = "0..1",
      description =
          "bundled, a Hugging Face or PEFT directory, Owner/Name[@revision] of the hub, or a run by name or folder (its newest checkpoint)")
  private String model;

  @Option(names = "--model", paramLabel = "BASE", description = BASE)
  private String base;

  @Option(
      names = "--adapter",
      paramLabel = "A",
      description = "a PEFT directory with a LoRA adapter over the model")
  private Path adapter;

  @Option(
      names = "--dtype",
      paramLabel = "TYPE",
      description = "fp32 or bf16 (default: fp32, or the run's)")
  private String dtype;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "threads for arithmetic (default: as many as processors, or the run's)")
  private Integer threads;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set policy.device=cuda; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** What {@code --set} sets. */
  Map<String, String> overrides() {
    return overrides;
  }

  /**
   * Loads the model.
   *
   * @param more settings of the command
   */
  Policy open(Map<String, String> more, PrintWriter aside) {
    Map<String, String> all = new LinkedHashMap<>(more);
    if (dtype != null) {
      all.put("policy.dtype", dtype);
    }
    if (threads != null) {
      ThreadsNote.require("--threads", threads, 0);
      all.put("policy.threads", threads.toString());
    }
    all.putAll(overrides);
    DownloadProgress progress = new DownloadProgress(aside);
    EvaluationTarget found = target(all, progress);
    ThreadsNote.print(found.settings().policy().threads(), aside);
    Optional<Path> over = adapter == null ? found.adapters() : Optional.of(adapter);
    Policy policy = Policy.forWriting(found.model(), over, found.settings());
    policy.notes().forEach(progress::note);
    return policy;
  }

  /** With {@code --adapter}, MODEL and --model mean the same; without, MODEL is the adapter. */
  private EvaluationTarget target(Map<String, String> all, DownloadProgress progress) {
    if (model == null && base == null) {
      throw new RunException("there is no model; name it as MODEL, or by --model and --adapter");
    }
    if (model != null && base != null && adapter != null) {
      throw new RunException(
          "MODEL and --model both name the model under --adapter; leave one out");
    }
    return model == null
        ? EvaluationTarget.of(base, Optional.empty(), all, progress)
        : EvaluationTarget.of(model, Optional.ofNullable(base), all, progress);
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
