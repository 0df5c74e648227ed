package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.ParameterLayout;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.hub.DownloadListener;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.text.Prompts;
import dev.sparring.policy.text.Tokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a configuration and its model are like, without a weight being loaded.
 *
 * @param spec empty when the model's shape can't be read
 * @param longest prompt and completion together, tokens, as far as can be told
 * @param problems all that is wrong, one line each
 */
public record PreflightReport(Optional<ModelSpec> spec, int longest, List<String> problems) {

  /** Looks at everything; of a model on the hub, weights are looked at if they are here. */
  public static PreflightReport of(Settings settings, DownloadListener listener) {
    List<String> problems = new ArrayList<>(Checkers.mistakes(settings, settings.configuredTask()));
    Optional<ModelResolver.Found> found =
        attempt(
            problems,
            () ->
                ModelResolver.describe(
                    settings.policy().model(), settings.policy().hub(), listener));
    if (found.isEmpty()) {
      return new PreflightReport(Optional.empty(), 0, problems);
    }
    Path model = found.get().directory();
    if (!Files.isDirectory(model)) {
      problems.add(ModelResolver.missing(settings.policy().model()));
      return new PreflightReport(Optional.empty(), 0, problems);
    }
    Optional<ModelSpec> spec = attempt(problems, () -> ModelSpec.read(model));
    spec.filter(s -> found.get().whole()).ifPresent(s -> tensors(model, s, problems));
    Optional<Integer> prompt = attempt(problems, () -> prompt(model, settings));
    int context = spec.map(s -> context(s, settings)).orElse(Integer.MAX_VALUE);
    if (prompt.isPresent() && prompt.get() >= context) {
      problems.add(Preflight.line(settings.task(), prompt.get(), context));
    }
    Tensors.missing(settings.policy().device()).ifPresent(problems::add);
    long longest = prompt.orElse(0) + (long) settings.sampling().maxTokens();
    return new PreflightReport(spec, (int) Math.min(context, longest), problems);
  }

  private static int context(ModelSpec spec, Settings settings) {
    int asked = settings.policy().context();
    return asked == 0 ? spec.positions() : Math.min(asked, spec.positions());
  }

  private interface Attempt<T> {
    T make();
  }

  private static <T> Optional<T> attempt(List<String> problems, Attempt<T> attempt) {
    try {
      return Optional.of(attempt.make());
    } catch (CheckpointException e) {
      problems.add(e.getMessage());
      return Optional.empty();
    }
  }

  /** Every tensor that the model needs must be there, whole, and in shape. */
  private static void tensors(Path model, ModelSpec spec, List<String> problems) {
    Optional<Safetensors> files = attempt(problems, () -> Safetensors.open(model));
    if (files.isPresent()) {
      for (ParameterLayout.Slot slot : ParameterLayout.of(spec)) {
        for (ParameterLayout.Part part : slot.parts()) {
          attempt(problems, () -> files.get().require(model, part.name(), slot.shape(part)));
        }
      }
    }
  }

  /** The longest prompt that is known beforehand, in tokens. */
  private static int prompt(Path model, Settings settings) {
    Prompts prompts = Prompts.load(model, settings.policy().chatTemplateFile());
    Task task = settings.configuredTask();
    try (Tokenizer tokenizer = Tokenizer.load(model)) {
      return Preflight.longest(
          task, settings, messages -> tokenizer.encode(prompts.render(messages)).length);
    }
  }
}
