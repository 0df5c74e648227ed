package dev.sparring.core.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import dev.sparring.core.Sampling;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The whole configuration of a run, resolved: what {@code reference.conf} of each module gives,
 * under what a file gives, under what {@code --set} gives.
 *
 * @param taskOptions a value for every option of the task, sorted by name
 * @param guards in the order of their names
 */
public record Settings(
    RunSettings run,
    String task,
    Map<String, String> taskOptions,
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
    @Constraint(key = "guard") List<GuardSettings> guards) {

  /** The key under which everything stands. */
  public static final String ROOT = "sparring";

  public Settings {
    taskOptions = Collections.unmodifiableSortedMap(new TreeMap<>(taskOptions));
    guards = List.copyOf(guards);
  }

  /**
   * Reads a configuration over the defaults on the class path.
   *
   * @param file HOCON with everything under {@code sparring}; none for the defaults
   * @param overrides values by key, as in {@code run.steps}, with or without the root; lists and
   *     blocks in HOCON's brackets, anything else as it stands
   * @throws ConfigurationException when something is wrong with any of it
   */
  public static Settings load(Optional<Path> file, Map<String, String> overrides) {
    return load(Thread.currentThread().getContextClassLoader(), file, overrides);
  }

  static Settings load(ClassLoader defaults, Optional<Path> file, Map<String, String> overrides) {
    return read(ConfigSources.layered(defaults, file, overrides));
  }

  /**
   * Reads what {@link #render} wrote: complete, without defaults.
   *
   * @throws ConfigurationException when it was tampered with
   */
  public static Settings parse(String rendered) {
    return read(ConfigSources.text(rendered, "run.conf"));
  }

  private static Settings read(ConfigObject root) {
    SettingsReader reader = new SettingsReader();
    Optional<Settings> settings = reader.block(Settings.class, "", root);
    Optional<Settings> agreed = settings.map(read -> read.agree(reader));
    reader.throwIfAny();
    return agreed.orElseThrow();
  }

  /** Notes what no setting can tell on its own; the same with every option of the task. */
  private Settings agree(SettingsReader reader) {
    Optional<Task> known = Tasks.named(task);
    if (known.isEmpty()) {
      reader.refuse("task", Limits.either(Tasks.all().stream().map(Task::name).toList()));
    }
    Map<String, String> options =
        known.map(it -> TaskOptions.of(it).read(taskOptions, reader)).orElse(taskOptions);
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
    for (GuardSettings guard : guards) {
      String path = "guard." + guard.name();
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
    if (curriculum.replay() > 0 && curriculum.pool() == 0) {
      reader.refuse("curriculum.replay", "0 while curriculum.pool is 0: it is what is replayed");
    }
    return with(
        known.map(Task::name).orElse(task),
        run,
        options,
        policy,
        new GateChains(gates).read(reader));
  }

  /** The task, set as its options say. */
  public Task configuredTask() {
    return Tasks.named(task).orElseThrow().with(taskOptions);
  }

  /**
   * All of it as HOCON under {@code sparring}, keys sorted, without comments; equal settings give
   * equal bytes, and {@link #parse} gives the settings back.
   */
  public String render() {
    return SettingsRenderer.of(this).hocon();
  }

  /**
   * The same under a run name.
   *
   * @throws ConfigurationException when it is no name of a run
   */
  public Settings named(String name) {
    if (!RunSettings.names(name)) {
      throw new ConfigurationException(
          "run.name holds " + ConfigUtil.quoteString(name) + "; it takes " + RunSettings.NAMES);
    }
    RunSettings renamed = new RunSettings(name, run.directory(), run.seed(), run.steps());
    return with(task, renamed, taskOptions, policy, gates);
  }

  /** The same with another {@code policy.model}. */
  public Settings withModel(String model) {
    return with(task, run, taskOptions, policy.withModel(model), gates);
  }

  /** The same for one worker, on this device. */
  public Settings withDevice(String device) {
    return with(task, run, taskOptions, policy.withDevice(device), gates);
  }

  private Settings with(
      String otherTask,
      RunSettings otherRun,
      Map<String, String> options,
      PolicySettings otherPolicy,
      GateSettings otherGates) {
    return new Settings(
        otherRun,
        otherTask,
        options,
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
        guards);
  }
}
