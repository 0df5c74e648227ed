package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How a model is held that {@code --model} or a command's argument names. */
class LoadedModelOptions {
  /** What {@code --model} does. */
  static final String BASE =
      "the model under an adapter, in place of the base that the adapter names"
          + " (base_model_name_or_path) or that a run keeps";

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
  final Map<String, String> overrides() {
    return overrides;
  }

  /**
   * Loads the model.
   *
   * @param model as {@code MODEL} names it, for commands that have it
   * @param more settings of the command
   */
  final Policy open(Optional<String> model, Map<String, String> more, PrintWriter aside) {
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
    EvaluationTarget found = target(model, all, progress);
    ThreadsNote.print(found.settings().policy().threads(), aside);
    Optional<Path> over = adapter == null ? found.adapters() : Optional.of(adapter);
    Policy policy = Policy.forWriting(found.model(), over, found.settings());
    policy.notes().forEach(progress::note);
    return policy;
  }

  /** With {@code --adapter}, MODEL and --model mean the same; without, MODEL is the adapter. */
  private EvaluationTarget target(
      Optional<String> model, Map<String, String> all, DownloadProgress progress) {
    if (model.isEmpty() && base == null) {
      throw new RunException("there is no model; name it as MODEL, or by --model and --adapter");
    }
    if (model.isPresent() && base != null && adapter != null) {
      throw new RunException(
          "MODEL and --model both name the model under --adapter; leave one out");
    }
    return model.isEmpty()
        ? EvaluationTarget.of(base, Optional.empty(), all, progress)
        : EvaluationTarget.of(model.get(), Optional.ofNullable(base), all, progress);
  }
}
