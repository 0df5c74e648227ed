package dev.sparring.policy;

import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Message;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.Settings;
import dev.sparring.policy.checkpoint.Elements;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.Safetensors;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A language model that writes and learns, on one device. Used from one thread at a time.
 *
 * <p>The base that it started from is kept as the reference policy.
 */
public final class Policy implements AutoCloseable {
  private final Tensors scope;
  private final LanguageModel model;
  private final Sampler sampler;
  private final Scorer scorer;
  private final Optional<Learner> learner;
  private final Optional<Parameters> reference;

  private Policy(
      Tensors scope,
      LanguageModel model,
      Sampler sampler,
      Scorer scorer,
      Optional<Learner> learner,
      Optional<Parameters> reference) {
    this.scope = scope;
    this.model = model;
    this.sampler = sampler;
    this.scorer = scorer;
    this.learner = learner;
    this.reference = reference;
  }

  /** Loads a model that only writes. */
  public static Policy forWriting(Path directory, Settings settings) {
    return open(directory, settings, false);
  }

  /** Loads a model that learns as well. */
  public static Policy forLearning(Path directory, Settings settings) {
    return open(directory, settings, true);
  }

  private static Policy open(Path directory, Settings settings, boolean learns) {
    var policy = settings.policy();
    Tensors scope = Tensors.on(policy.device(), policy.threads());
    try {
      LanguageModel model = LanguageModel.load(scope, directory, Elements.named(policy.dtype()));
      Sampler sampler =
          new Sampler(
              scope, model, policy.decode().slots(), policy.decode().chunk(), policy.context());
      Scorer scorer =
          new Scorer(
              scope,
              model.decoder(),
              settings.sampling().learningTemperature(),
              settings.learn().microBatchTokens());
      if (!learns) {
        return new Policy(scope, model, sampler, scorer, Optional.empty(), Optional.empty());
      }
      Optional<Parameters> reference = Optional.of(model.weights().copy(scope));
      Learner learner =
          new Learner(
              scope,
              model.decoder(),
              model.weights(),
              reference,
              settings.learn(),
              settings.sampling().learningTemperature());
      return new Policy(scope, model, sampler, scorer, Optional.of(learner), reference);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * Writes completions. A prompt that leaves no room in the context is refused, the others go on.
   *
   * @param cancelled looked at every few tokens
   */
  public List<Completions> complete(
      List<Prompt> prompts, Sampling sampling, BooleanSupplier cancelled) {
    List<int[]> ids = new ArrayList<>();
    List<List<RandomStream>> streams = new ArrayList<>();
    List<Optional<String>> refusals = new ArrayList<>();
    for (Prompt prompt : prompts) {
      int[] encoded =
          model.tokenizer().encode(model.prompts().render(prompt.messages()) + prompt.beginning());
      Optional<String> refusal = refusal(encoded);
      refusals.add(refusal);
      if (refusal.isEmpty()) {
        ids.add(encoded);
        streams.add(prompt.samples());
      }
    }
    var written = sampler.complete(ids, streams, sampling, cancelled).iterator();
    List<Completions> all = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      List<Completion> completions = refusals.get(i).isEmpty() ? written.next() : List.of();
      all.add(new Completions(prompts.get(i).id(), completions, refusals.get(i)));
    }
    return all;
  }

  /** Tokens of a prompt. */
  public int promptTokens(List<Message> messages) {
    return model.tokenizer().encode(model.prompts().render(messages)).length;
  }

  /** Longest prompt and completion together, in tokens. */
  public int context() {
    return sampler.context();
  }

  private Optional<String> refusal(int[] prompt) {
    if (prompt.length == 0) {
      return Optional.of("the prompt is empty");
    }
    return prompt.length < sampler.context()
        ? Optional.empty()
        : Optional.of(
            "a prompt of "
                + prompt.length
                + " tokens does not fit the context of "
                + sampler.context());
  }

  /**
   * What the policy makes of an episode's counted tokens.
   *
   * @param logprobs log-probability of each, in order
   * @param entropies of the distribution that each was drawn from, nats
   */
  public record Scores(float[] logprobs, float[] entropies) {}

  /** Scores episodes without learning from them. */
  public List<Scores> score(List<Episode> episodes, BooleanSupplier cancelled) {
    return scorer.score(model.weights(), episodes, cancelled);
  }

  /**
   * Learns from episodes.
   *
   * @param watched episodes that are only reported on
   * @param cancelled looked at between micro-batches
   */
  public LearnReport learn(
      List<Episode> episodes,
      List<Episode> watched,
      Loss loss,
      double rate,
      BooleanSupplier cancelled) {
    List<Scores> now = scorer.score(model.weights(), watched, cancelled);
    List<Scores> base = scorer.score(reference.orElseThrow(), watched, cancelled);
    LearnReport report = learner.orElseThrow().update(episodes, loss, rate, cancelled);
    return report.with(watched, now, base);
  }

  /** The model. */
  public LanguageModel model() {
    return model;
  }

  /** Writes a Hugging Face directory and the optimizer's state into {@code directory}. */
  public void save(Path directory) throws IOException {
    model.save(directory);
    if (learner.isPresent()) {
      learner.get().save(directory);
    }
  }

  /** Takes weights and optimizer state from what {@link #save} wrote. */
  public void restore(Path directory) {
    model.weights().read(Safetensors.open(directory), directory, "");
    learner.ifPresent(l -> l.load(directory));
  }

  /** Native arrays that are alive. */
  public int arrays() {
    return scope.count();
  }

  @Override
  public void close() {
    learner.ifPresent(Learner::close);
    reference.ifPresent(Parameters::close);
    model.close();
    scope.close();
  }
}
