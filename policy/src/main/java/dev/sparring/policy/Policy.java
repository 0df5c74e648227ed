package dev.sparring.policy;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Adaptation;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.checkpoint.TensorTypes;
import dev.sparring.policy.learn.ImportanceCorrection;
import dev.sparring.policy.learn.LearnMetrics;
import dev.sparring.policy.learn.LearnReport;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.MonitoredScores;
import dev.sparring.policy.learn.NonFiniteGradientException;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.learn.ShardReport;
import dev.sparring.policy.learn.UpdatePlan;
import dev.sparring.policy.rollout.RolloutBackend;
import dev.sparring.policy.rollout.SamplerBackend;
import dev.sparring.policy.rollout.VllmBackend;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.sample.Prompt;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.EngineThread;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * A language model that writes and learns, on one device. Used from one thread at a time, whichever
 * that is: operators use as many threads as the settings say, whatever other policies of this JVM
 * use.
 *
 * <p>All roles write with the same weights, or each role with an adapter of its own over them. The
 * base that it started from is the reference policy.
 */
public final class Policy implements AutoCloseable {
  private final Tensors scope;
  private final int threads;
  private final LanguageModel model;
  private final GradientThreads gradientThreads;
  private final RoleModels parts;
  private final Sampler sampler;
  private final RolloutBackend own;
  private final PackedWeightCache packed;
  private final PackedWeightCache packedBase;
  private final Scorer scorer;
  private final ScratchAdapters scratch;
  private final Settings settings;
  private final LearnSettings learn;
  private Optional<VllmBackend> servers = Optional.empty();

  /** How often the weights have changed. */
  private long changes;

  /** Makes the parts of a model that has been loaded. */
  private interface Making {
    RoleModels make(Tensors scope, LanguageModel model, GradientThreads threads);
  }

  private Policy(Tensors scope, LanguageModel model, Settings settings, Making making) {
    var policy = settings.policy();
    this.scope = scope;
    this.threads = policy.threads();
    this.model = model;
    this.gradientThreads =
        GradientThreads.of(model.spec().parameters(), policy.device(), policy.threads());
    this.parts = making.make(scope, model, gradientThreads);
    this.settings = settings;
    this.learn = settings.learn();
    this.sampler =
        new Sampler(
            scope, model, policy.decode().slots(), policy.decode().chunk(), policy.context());
    this.own = new SamplerBackend(sampler, this::writing);
    this.packed =
        new PackedWeightCache(
            scope, model.decoder(), () -> model.weights().list(), sampler.slots());
    this.packedBase =
        new PackedWeightCache(
            scope, model.decoder(), () -> parts.reference().base(), sampler.slots());
    this.scratch = new ScratchAdapters(scope, model, sampler, gradientThreads, settings.learn());
    this.scorer =
        new Scorer(
            scope,
            model.decoder(),
            settings.sampling().learningTemperature(),
            settings.learn().microBatchTokens(),
            gradientThreads);
  }

  /** Loads a model that only writes. */
  public static Policy forWriting(Path directory, Settings settings) {
    return forWriting(directory, Optional.empty(), settings);
  }

  /**
   * Loads a model that only writes.
   *
   * @param adapters a PEFT directory, or one that holds such a directory for each role
   */
  public static Policy forWriting(Path directory, Optional<Path> adapters, Settings settings) {
    return open(
        directory, settings, (scope, model, threads) -> RoleModels.writing(scope, model, adapters));
  }

  /** Loads a model that learns as well; the reference policy is the model as it is now. */
  public static Policy forLearning(Path directory, Settings settings) {
    return open(
        directory,
        settings,
        (scope, model, threads) -> RoleModels.learning(scope, model, settings, true, threads));
  }

  /** Loads a model that learns without a reference policy. */
  public static Policy forLearningAlone(Path directory, Settings settings) {
    return open(
        directory,
        settings,
        (scope, model, threads) -> RoleModels.learning(scope, model, settings, false, threads));
  }

  private static Policy open(Path directory, Settings settings, Making making) {
    PolicySettings policy = settings.policy();
    Tensors scope = Tensors.on(policy.device(), policy.threads());
    try {
      DataType type = TensorTypes.named(policy.dtype());
      DataType compute =
          policy.compute().equals("auto") ? type : TensorTypes.named(policy.compute());
      Optional<Path> template = policy.chatTemplateFile();
      LanguageModel model = LanguageModel.load(scope, directory, template, type, compute);
      return new Policy(scope, model, settings, making);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * Writes completions. A prompt that fills the context is refused; the others are completed.
   *
   * @param cancelled looked at every few tokens
   */
  public List<Completions> complete(
      List<Prompt> prompts, Sampling sampling, BooleanSupplier cancelled) {
    EngineThread.use(threads);
    Completions[] all = new Completions[prompts.size()];
    Map<String, List<Integer>> accepted = new TreeMap<>();
    List<int[]> ids = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Prompt prompt = prompts.get(i);
      int[] encoded = model.ids(prompt.messages(), prompt.beginning());
      ids.add(encoded);
      Optional<String> refusal = refusal(encoded);
      if (refusal.isPresent()) {
        all[i] = new Completions(prompt.id(), List.of(), refusal);
      } else {
        accepted.computeIfAbsent(parts.nameFor(prompt.role()), p -> new ArrayList<>()).add(i);
      }
    }
    accepted.forEach(
        (part, places) -> {
          var written =
              backend(part)
                  .complete(
                      new RolloutBackend.Request(
                          part,
                          changes,
                          places.stream().map(ids::get).toList(),
                          places.stream().map(i -> prompts.get(i).samples()).toList(),
                          sampling),
                      cancelled);
          for (int n = 0; n < places.size(); n++) {
            int i = places.get(n);
            all[i] = new Completions(prompts.get(i).id(), written.get(n), Optional.empty());
          }
        });
    return List.of(all);
  }

  /**
   * Has scratch adapters learn texts and answer questions, one after the other. They are laid over
   * the weights that the solver writes with; these, the optimizer's state and the version stay as
   * they are.
   *
   * @return one entry a question, those of each adaptation in order
   */
  public List<Completions> adapt(
      List<Adaptation> adaptations, Sampling sampling, BooleanSupplier cancelled) {
    EngineThread.use(threads);
    Optional<Adapter> own = parts.named(parts.nameFor(Role.SOLVER)).adapter();
    if (own.isEmpty() || adaptations.isEmpty()) {
      return scratch.run(
          new ScratchAdapters.Base(model.weights(), packed.list()),
          adaptations,
          sampling,
          cancelled);
    }
    try (Tensors memory = scope.scope()) {
      Parameters merged = model.weights().merged(memory, own.get());
      try (merged;
          TensorList sampled = model.decoder().pack(memory, merged.list(), sampler.slots())) {
        return scratch.run(
            new ScratchAdapters.Base(merged, sampled), adaptations, sampling, cancelled);
      }
    }
  }

  /** The frozen base is written with here: servers mix up requests for it and for adapters. */
  private RolloutBackend backend(String part) {
    return part.equals(Role.BASE.name()) ? own : servers.<RolloutBackend>map(s -> s).orElse(own);
  }

  /**
   * Has the servers of {@code policy.rollout} write from now on, where the settings name some.
   *
   * @param run key of the run, letters and digits, by which its adapters are known on the servers
   * @param note told what happens to servers, a line each, from any thread
   * @throws dev.sparring.policy.rollout.RolloutException when a server can't be used
   */
  public void openRollouts(String run, Consumer<String> note) {
    if (!settings.policy().rollout().remote()) {
      return;
    }
    VllmBackend backend = vllm(run, note);
    servers = Optional.of(backend);
    backend.start(changes);
  }

  /**
   * Looks whether the servers of {@code policy.rollout} can be used, and leaves them as they were.
   *
   * @throws dev.sparring.policy.rollout.RolloutException when one can't
   */
  public void checkRollouts() {
    if (settings.policy().rollout().remote()) {
      try (VllmBackend backend = vllm("check", line -> {})) {
        backend.start(changes);
      }
    }
  }

  private VllmBackend vllm(String run, Consumer<String> note) {
    return new VllmBackend(
        settings.policy().rollout(),
        run,
        Optional.ofNullable(System.getenv("SPARRING_ROLLOUT_TOKEN")),
        new VllmBackend.Model(
            model.stopIds(),
            sampler.context(),
            model.spec().vocabulary(),
            settings.sampling().learningTemperature(),
            learn.importance().gapLimit(),
            model.tokenizer(),
            model.tokenizer().encode(LanguageModel.ORDINARY),
            new AdaptersOfRoles()),
        note);
  }

  /** The adapters as servers are given them. */
  private final class AdaptersOfRoles implements VllmBackend.Weights {
    @Override
    public Set<String> names() {
      return parts.byName().keySet();
    }

    @Override
    public void write(String name, Path directory) throws IOException {
      parts.named(name).saveWeights(directory);
    }

    @Override
    public float[] logprobs(String name, Completion completion) {
      EngineThread.use(threads);
      Episode episode = Episode.of("probe", Role.SOLVER, completion, 0);
      return scorer.logprobs(parts.named(name).weights(), List.of(episode), () -> false).get(0);
    }
  }

  /** The packed weights that a part writes with; a base that learns has a copy to write with. */
  private Weights writing(String part) {
    boolean base = part.equals(Role.BASE.name());
    Weights own = base ? parts.reference() : parts.named(part).weights();
    TensorList list = base && parts.ownReference() ? packedBase.list() : packed.list();
    return new Weights(list, own.adapter(), own.scale());
  }

  private void dropPacked() {
    packed.drop();
    packedBase.drop();
  }

  /** Tokens of a prompt. */
  public int promptTokens(List<ChatMessage> messages) {
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

  /** Scores episodes without learning from them, each under its role's weights. */
  public List<Scores> score(List<Episode> episodes, BooleanSupplier cancelled) {
    return byRole(episodes, (weights, own) -> scorer.score(weights, own, cancelled));
  }

  /** Log-probabilities of episodes' counted tokens, each under its role's weights. */
  public List<float[]> logprobs(List<Episode> episodes, BooleanSupplier cancelled) {
    return byRole(episodes, (weights, own) -> scorer.logprobs(weights, own, cancelled));
  }

  /** What comes of each episode, in order, when those of each part are worked on together. */
  private <R> List<R> byRole(
      List<Episode> episodes, BiFunction<Weights, List<Episode>, List<R>> work) {
    EngineThread.use(threads);
    Map<Integer, R> all = new TreeMap<>();
    parts
        .places(episodes)
        .forEach(
            (part, places) -> {
              List<R> own =
                  work.apply(
                      parts.named(part).weights(), places.stream().map(episodes::get).toList());
              for (int n = 0; n < places.size(); n++) {
                all.put(places.get(n), own.get(n));
              }
            });
    return List.copyOf(all.values());
  }

  /**
   * Learns from episodes.
   *
   * @param monitored episodes that are only reported on
   * @param cancelled looked at between micro-batches
   */
  public LearnReport learn(
      List<Episode> episodes,
      List<Episode> monitored,
      Loss loss,
      double rate,
      BooleanSupplier cancelled) {
    EngineThread.use(threads);
    MonitoredScores watched = monitor(monitored, cancelled);
    Optional<ImportanceCorrection> corrected = correction(episodes, loss, cancelled);
    List<Episode> learned = corrected.map(ImportanceCorrection::episodes).orElse(episodes);
    LearnMetrics metrics = new LearnMetrics();
    try {
      for (UpdatePlan.Step step : UpdatePlan.of(learned, loss, learn, parts::nameFor).steps()) {
        learner(step.model()).take(step, loss, rate, metrics, cancelled);
        changes++;
      }
    } catch (Cancelled e) {
      throw new Cancelled(metrics.steps() > 0);
    } catch (NonFiniteGradientException e) {
      throw e.after(metrics.steps());
    }
    LearnReport report = metrics.report().with(monitored, watched, loss.estimator());
    return corrected.map(c -> c.reported(report)).orElse(report);
  }

  /** Scores what is to be learned from where the sampler may compute otherwise. */
  private Optional<ImportanceCorrection> correction(
      List<Episode> episodes, Loss loss, BooleanSupplier cancelled) {
    if (!ImportanceCorrection.applies(settings.policy(), learn, loss, episodes)) {
      return Optional.empty();
    }
    List<Scores> scores = new ArrayList<>();
    for (List<Episode> part : UpdatePlan.parts(episodes, learn.shards())) {
      scores.addAll(score(part, cancelled));
    }
    return Optional.of(ImportanceCorrection.of(episodes, scores, learn.importance()));
  }

  /** Scores episodes that are only reported on, under the policy and under the reference policy. */
  public MonitoredScores monitor(List<Episode> episodes, BooleanSupplier cancelled) {
    EngineThread.use(threads);
    dropPacked();
    return new MonitoredScores(
        score(episodes, cancelled), scorer.logprobs(parts.reference(), episodes, cancelled));
  }

  /**
   * Computes the gradient of a shard.
   *
   * @param step that the shard belongs to
   * @param file where the gradient is written, as safetensors
   */
  public ShardReport gradient(
      UpdatePlan.Step step, UpdatePlan.Shard shard, Loss loss, Path file, BooleanSupplier cancelled)
      throws IOException {
    EngineThread.use(threads);
    dropPacked();
    Learner learner = learner(step.model());
    ShardReport report = learner.gradient(shard, loss, step.first(), cancelled);
    learner.writeGradient(file);
    return report;
  }

  /**
   * Takes an optimizer step over the gradients of its shards.
   *
   * @param model whose weights change
   * @param gradients files that {@link #gradient} wrote, in the order of the shards
   * @return the norm of their sum
   */
  public double step(String model, List<Path> gradients, double rate) {
    EngineThread.use(threads);
    dropPacked();
    changes++;
    learner(model).readGradients(gradients);
    return learner(model).step(rate);
  }

  private Learner learner(String model) {
    return parts.named(model).learner().orElseThrow();
  }

  /** What a person should know of what was loaded, a line each. */
  public List<String> notes() {
    return parts.notes();
  }

  /** The model. */
  public LanguageModel model() {
    return model;
  }

  /**
   * Writes into {@code directory} what was trained, a Hugging Face directory or PEFT directories,
   * and the optimizer's state.
   */
  public void save(Path directory) throws IOException {
    EngineThread.use(threads);
    parts.save(directory);
  }

  /** Takes weights and optimizer state from what {@link #save} wrote. */
  public void restore(Path directory) {
    EngineThread.use(threads);
    dropPacked();
    changes++;
    parts.restore(directory);
  }

  /** Writes what was trained, without the optimizer's state, for other workers of the run. */
  public void saveWeights(Path directory) throws IOException {
    EngineThread.use(threads);
    parts.saveWeights(directory);
  }

  /** Takes weights from what {@link #saveWeights} or {@link #save} wrote. */
  public void loadWeights(Path directory) {
    EngineThread.use(threads);
    dropPacked();
    changes++;
    parts.loadWeights(directory);
  }

  /** Native arrays that are alive. */
  public int arrays() {
    return scope.count();
  }

  @Override
  public void close() {
    servers.ifPresent(VllmBackend::close);
    gradientThreads.close();
    dropPacked();
    parts.close();
    model.close();
    scope.close();
  }
}
