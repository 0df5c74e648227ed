package dev.sparring.policy;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.TrainingText;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.core.selfplay.InnerLearning;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.AdapterSpec;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.learn.LearnMetrics;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.NonFiniteGradientException;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Fresh LoRA adapters over weights that stay as they are. Each learns some texts, the model answers
 * questions with it, and it is freed: the inner loop of SEAL (2506.10943).
 */
final class ScratchAdapters {
  private final Tensors scope;
  private final LanguageModel model;
  private final Sampler sampler;
  private final GradientThreads threads;
  private final LearnSettings settings;

  /**
   * @param settings the optimizer's decays and epsilon, the bound of the gradient, and how much
   *     memory learning may take; rate and passes are those of each adaptation
   */
  ScratchAdapters(
      Tensors scope,
      LanguageModel model,
      Sampler sampler,
      GradientThreads threads,
      LearnSettings settings) {
    this.scope = scope;
    this.model = model;
    this.sampler = sampler;
    this.threads = threads;
    this.settings = settings;
  }

  /**
   * What adapters are laid over.
   *
   * @param weights of a model
   * @param packed the same as sampling takes them
   */
  record Base(Parameters weights, TensorList packed) {}

  /** Tries one after the other; gives one entry a question, in order. */
  List<Completions> run(
      Base base, List<Adaptation> adaptations, Sampling sampling, BooleanSupplier cancelled) {
    List<Completions> all = new ArrayList<>();
    for (Adaptation adaptation : adaptations) {
      Cancelled.check(cancelled, false);
      all.addAll(run(base, adaptation, sampling, cancelled));
    }
    return all;
  }

  private List<Completions> run(
      Base base, Adaptation adaptation, Sampling sampling, BooleanSupplier cancelled) {
    if (adaptation.texts().isEmpty()) {
      return answers(
          adaptation, new Weights(base.packed(), TensorList.none(), 1), sampling, cancelled);
    }
    InnerLearning how = adaptation.learning();
    AdapterSpec spec = AdapterSpec.of(how.rank(), how.alpha(), AdapterSpec.ALL);
    try (Tensors memory = scope.scope();
        Adapter adapter =
            Adapter.fresh(memory, model.spec(), spec, adaptation.random().child("adapter"))) {
      learn(memory, base, adapter, adaptation, cancelled);
      return answers(
          adaptation,
          new Weights(base.packed(), adapter.weights().list(), adapter.scale()),
          sampling,
          cancelled);
    } catch (NonFiniteGradientException e) {
      return refused(adaptation, "a scratch adapter can't learn it: " + e.getMessage());
    }
  }

  private void learn(
      Tensors memory,
      Base base,
      Adapter adapter,
      Adaptation adaptation,
      BooleanSupplier cancelled) {
    List<Episode> episodes = adaptation.texts().stream().map(this::episode).toList();
    LearnSettings inner = settings(adaptation.learning(), episodes.size());
    Loss loss = new Loss.Supervised(inner.aggregation());
    LearnMetrics metrics = new LearnMetrics();
    try (Learner learner =
        new Learner(
            memory,
            model.decoder(),
            base.weights(),
            Optional.of(adapter),
            Optional.empty(),
            inner,
            1,
            threads)) {
      for (UpdatePlan.Step step :
          UpdatePlan.of(episodes, loss, inner, role -> UpdatePlan.SHARED).steps()) {
        learner.take(step, loss, inner.rate(), metrics, cancelled);
      }
    } catch (Cancelled e) {
      throw new Cancelled(false); // what has changed is thrown away
    }
  }

  private LearnSettings settings(InnerLearning how, int texts) {
    return new LearnSettings(
        settings.algorithm(),
        settings.proposerAlgorithm(),
        false,
        settings.clip(),
        settings.kl(),
        LearnSettings.Aggregation.TOKEN_MEAN,
        1,
        how.rate(),
        0,
        LearnSettings.Decay.CONSTANT,
        1,
        settings.beta1(),
        settings.beta2(),
        settings.epsilon(),
        0,
        settings.clipNorm(),
        settings.microBatchTokens(),
        settings.recompute(),
        (texts + how.batch() - 1) / how.batch(),
        how.epochs(),
        1,
        0,
        LearnSettings.Importance.OFF);
  }

  /**
   * A text with its end. A plain text ends with the first of the model's end tokens, a reply in a
   * chat with the last; what does not fit the context is cut off.
   */
  private Episode episode(TrainingText text) {
    boolean plain = text.prompt().isEmpty();
    int[] prompt = plain ? new int[0] : model.ids(text.prompt(), "");
    int[] rest =
        plain ? model.tokenizer().encodeWhole(text.text()) : model.tokenizer().encode(text.text());
    int end =
        plain
            ? model.stopIds().stream().mapToInt(id -> id).min().orElseThrow()
            : model.stopIds().stream().mapToInt(id -> id).max().orElseThrow();
    int whole = prompt.length + rest.length + 1;
    int[] ids = Arrays.copyOf(prompt, whole);
    System.arraycopy(rest, 0, ids, prompt.length, rest.length);
    ids[whole - 1] = end;
    int n = Math.min(whole, sampler.context());
    boolean[] mask = new boolean[n];
    Arrays.fill(mask, Math.min(n, Math.max(1, prompt.length)), n, true);
    return new Episode(
        "text", Role.SOLVER, Arrays.copyOf(ids, n), mask, new float[n], new float[n]);
  }

  private List<Completions> answers(
      Adaptation adaptation, Weights weights, Sampling sampling, BooleanSupplier cancelled) {
    List<int[]> prompts = new ArrayList<>();
    List<List<RandomStream>> streams = new ArrayList<>();
    for (List<ChatMessage> question : adaptation.questions()) {
      int[] ids = model.ids(question, "");
      if (ids.length == 0 || ids.length >= sampler.context()) {
        return refused(
            adaptation,
            "a question of "
                + ids.length
                + " tokens does not fit the context of "
                + sampler.context());
      }
      streams.add(List.of(adaptation.random().child("answer").child(prompts.size())));
      prompts.add(ids);
    }
    List<Completions> answers = new ArrayList<>();
    for (List<Completion> written :
        sampler.complete(weights, prompts, streams, sampling, cancelled)) {
      answers.add(new Completions(adaptation.id(), written, Optional.empty()));
    }
    return answers;
  }

  private static List<Completions> refused(Adaptation adaptation, String why) {
    return adaptation.questions().stream()
        .map(question -> new Completions(adaptation.id(), List.of(), Optional.of(why)))
        .toList();
  }
}
