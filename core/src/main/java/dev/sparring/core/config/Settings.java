package dev.sparring.core.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.plugin.NumberValues;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.SelfPlays;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The whole configuration of a run, resolved. Values of {@code --set} override those of a file,
 * which override those of the modules' {@code reference.conf}.
 *
 * @param taskOptions a value for every option of the task, sorted by name
 * @param selfPlay name of the kind of self-play
 * @param selfPlayOptions a value for every option of it, sorted by name
 * @param guards in the order of their names
 */
public record Settings(
    RunSettings run,
    String task,
    Map<String, String> taskOptions,
    @Constraint(oneOf = Questions.NAME, orNameOf = SelfPlay.class) String selfPlay,
    Map<String, String> selfPlayOptions,
    PolicySettings policy,
    Sampling sampling,
    LearnSettings learn,
    ProposerSettings proposer,
    SolverSettings solver,
    VerifierSettings verifier,
    GateSettings gates,
    CurriculumSettings curriculum,
    EvaluationSettings evaluation,
    CheckpointSettings checkpoint,
    WorkerSettings workers,
    SandboxOptions sandbox,
    MetricsSettings metrics,
    LoggingSettings logging,
    @Constraint(key = "guard") List<GuardSettings> guards) {

  /** The key that contains all settings. */
  public static final String ROOT = "sparring";

  public Settings {
    taskOptions = Collections.unmodifiableSortedMap(new TreeMap<>(taskOptions));
    selfPlayOptions = Collections.unmodifiableSortedMap(new TreeMap<>(selfPlayOptions));
    guards = List.copyOf(guards);
  }

  /**
   * Reads a configuration over the defaults on the class path.
   *
   * @param file HOCON with all keys under {@code sparring}; without it the defaults apply
   * @param overrides values by key, for example {@code run.steps}, with or without the root. Lists
   *     and blocks are written in HOCON's brackets, other values as they are
   * @throws ConfigurationException that names every problem in file and overrides
   */
  public static Settings load(Optional<Path> file, Map<String, String> overrides) {
    return load(Thread.currentThread().getContextClassLoader(), file, overrides);
  }

  static Settings load(ClassLoader defaults, Optional<Path> file, Map<String, String> overrides) {
    return read(ConfigSources.layered(defaults, file, overrides));
  }

  /**
   * Reads a text that {@link #render} wrote, perhaps before there were as many keys: one that is
   * missing has its default.
   *
   * @throws ConfigurationException when a key is unknown or has a wrong value
   */
  public static Settings parse(String rendered) {
    return read(
        ConfigSources.text(Thread.currentThread().getContextClassLoader(), rendered, "run.conf"));
  }

  private static Settings read(ConfigObject root) {
    SettingsReader reader = new SettingsReader();
    Optional<Settings> settings = reader.block(Settings.class, "", root);
    Optional<Settings> agreed = settings.map(read -> read.agree(reader));
    reader.throwIfAny();
    return agreed.orElseThrow();
  }

  /** Checks settings against each other, and fills in the task's options. */
  private Settings agree(SettingsReader reader) {
    Optional<Task> known = Tasks.named(task);
    if (known.isEmpty()) {
      reader.refuse("task", Limits.either(Tasks.all().stream().map(Task::name).toList()));
    }
    Map<String, String> options =
        known.map(it -> TaskOptions.of(it).read(taskOptions, reader)).orElse(taskOptions);
    Optional<SelfPlay> play = SelfPlays.named(selfPlay);
    Map<String, String> playOptions =
        play.map(it -> new SelfPlayOptions(it).read(selfPlayOptions, reader))
            .orElse(selfPlayOptions);
    play.flatMap(it -> known.flatMap(it::objection))
        .ifPresent(objection -> reader.mistake("self-play", "is " + selfPlay, objection));
    String votes = "a whole number from 1 to solver.samples, which is " + solver.samples();
    if (verifier.minVotes() > solver.samples()) {
      reader.refuse("verifier.min-votes", votes);
    }
    if (verifier.minMargin() > solver.samples()) {
      reader.refuse("verifier.min-margin", votes);
    }
    if (!Sampling.usable(sampling.temperature())) {
      reader.refuse("sampling.temperature", Sampling.TEMPERATURES);
    }
    if (!verifier.voters().contains(VerifierSettings.POLICY)) {
      reader.mistake(
          "verifier.voters",
          "leaves out " + VerifierSettings.POLICY,
          "it always: its answers are what is learned from");
    }
    if (proposer.role().equals(Role.BASE) && proposer.updateInterval() != 0) {
      reader.refuse(
          "proposer.update-interval",
          "0 while proposer.writer is base: the base's problems can't teach the policy to write");
    }
    if (sandbox.wallSeconds() <= sandbox.cpuSeconds()) {
      reader.refuse("sandbox.wall-seconds", "more than sandbox.cpu-seconds");
    }
    for (GuardSettings guard : guards) {
      String path = "guard." + guard.name();
      if (guard.action() == GuardSettings.Action.RAISE_KL && learn.kl().coefficient() == 0) {
        reader.refuse(
            path + ".action", "off, warn, stop or roll-back while learn.kl.coefficient is 0");
      }
      if (guard.below().isPresent() && guard.above().isPresent()) {
        reader.mistake(path, "has both below and above", "one of them (set the other to null)");
      } else if (guard.below().isEmpty() && guard.above().isEmpty()) {
        reader.mistake(path, "has no threshold", "a number under below or under above");
      }
    }
    if (proposer.references() > 0 && curriculum.pool() == 0) {
      reader.refuse(
          "proposer.references", "0 while curriculum.pool is 0: it is what they come from");
    }
    RolloutSettings.agree(this, reader);
    if (curriculum.replay() > 0 && curriculum.pool() == 0) {
      reader.refuse("curriculum.replay", "0 while curriculum.pool is 0: it is what is replayed");
    }
    return with(
        known.map(Task::name).orElse(task),
        run,
        options,
        playOptions,
        policy,
        new GateChains(gates, known).read(reader));
  }

  /**
   * The kind of self-play with its options.
   *
   * @param configured the task with its options
   */
  public SelfPlay configuredSelfPlay(Task configured) {
    SelfPlay play = SelfPlays.named(selfPlay).orElseThrow();
    Map<String, Double> values = new TreeMap<>();
    selfPlayOptions.forEach((name, value) -> values.put(name, Double.parseDouble(value)));
    return play.with(configured, verifier.vote(), new NumberValues(values));
  }

  /** The roles that write with a policy: proposer, solver, and those that write turns. */
  public List<Role> roles() {
    return SelfPlays.named(selfPlay).orElseThrow().writers();
  }

  /** The task with its options. */
  public Task configuredTask() {
    return Tasks.named(task).orElseThrow().with(taskOptions);
  }

  /**
   * All settings as HOCON under {@code sparring}, with sorted keys and without comments. Equal
   * settings give equal bytes. {@link #parse} reads it back.
   */
  public String render() {
    return SettingsRenderer.of(this).hocon();
  }

  /** The text of every setting, by its key without the root. */
  public SortedMap<String, String> values() {
    return SettingsRenderer.of(this).leaves();
  }

  /**
   * These settings with another {@code run.name}.
   *
   * @throws ConfigurationException when a run may not have this name
   */
  public Settings named(String name) {
    if (!RunSettings.names(name)) {
      throw new ConfigurationException(
          "run.name holds " + ConfigUtil.quoteString(name) + "; it takes " + RunSettings.NAMES);
    }
    RunSettings renamed = new RunSettings(name, run.directory(), run.seed(), run.steps());
    return with(task, renamed, taskOptions, selfPlayOptions, policy, gates);
  }

  /** These settings with another {@code policy.model}. */
  public Settings withModel(String model) {
    return with(task, run, taskOptions, selfPlayOptions, policy.withModel(model), gates);
  }

  /** Whether the learner scores a round's episodes itself before it learns from them. */
  public static boolean rescores(PolicySettings policy, LearnSettings learn) {
    return learn.importance().cap() > 0 || policy.rollout().remote();
  }

  /** These settings for one worker on this device. */
  public Settings withDevice(String device) {
    return with(task, run, taskOptions, selfPlayOptions, policy.withDevice(device), gates);
  }

  private Settings with(
      String otherTask,
      RunSettings otherRun,
      Map<String, String> options,
      Map<String, String> playOptions,
      PolicySettings otherPolicy,
      GateSettings otherGates) {
    return new Settings(
        otherRun,
        otherTask,
        options,
        selfPlay,
        playOptions,
        otherPolicy,
        sampling,
        learn,
        proposer,
        solver,
        verifier,
        otherGates,
        curriculum,
        evaluation,
        checkpoint,
        workers,
        sandbox,
        metrics,
        logging,
        guards);
  }
}
