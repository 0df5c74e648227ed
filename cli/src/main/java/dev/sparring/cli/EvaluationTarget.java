package dev.sparring.cli;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.checkpoint.AdapterSpec;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.hub.DownloadListener;
import dev.sparring.policy.hub.HubId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is evaluated: a model as it is, a model under an adapter, or a run's newest whole checkpoint
 * under the run's own configuration.
 *
 * @param model a Hugging Face directory
 * @param hub what the model is on the hub, where it came from there
 * @param adapters a PEFT directory over it, or one that holds such a directory for each role
 */
record EvaluationTarget(
    Path model, Optional<HubId> hub, Optional<Path> adapters, Settings settings) {
  private static final String OTHER_BASE = "; --model BASE takes it from elsewhere";

  /**
   * Finds it.
   *
   * @param base goes over the base that an adapter, or a run that trains one, names
   * @param overrides values that go over the configuration
   * @param listener told of downloads, and of checkpoints that are passed over
   */
  static EvaluationTarget of(
      String name,
      Optional<String> base,
      Map<String, String> overrides,
      DownloadListener listener) {
    Settings defaults = Settings.load(Optional.empty(), overrides);
    RunResolver runs = RunResolver.of(defaults);
    Optional<Path> run = name.equals("bundled") ? Optional.empty() : runs.find(name);
    if (run.isPresent()) {
      return ofRun(run.get(), base, overrides, listener);
    }
    runs.refuseLookalike(name);
    ModelResolver.Found given = ModelResolver.locate(name, defaults.policy().hub(), listener);
    Path path = given.directory();
    if (RunResolver.isRun(path)) { // one beside the installation
      return ofRun(path, base, overrides, listener);
    }
    Path adapter = path.resolve(Adapter.names(path).get(0));
    if (Adapter.in(adapter)) {
      String own =
          base.or(() -> AdapterSpec.base(adapter))
              .orElseThrow(
                  () ->
                      new RunException(
                          adapter.resolve(AdapterSpec.FILE)
                              + " names no base (base_model_name_or_path); --model BASE does"));
      return of(own, adapter.resolve(AdapterSpec.FILE), path, defaults, listener);
    }
    refuseBase(base, path);
    if (!Files.isRegularFile(path.resolve("config.json"))) {
      throw new RunException(
          path
              + (Files.exists(path)
                  ? " is neither a model (it has no config.json) nor a run (it has no run.conf)"
                  : " does not exist; a run, bundled, a Hugging Face directory or Owner/Name of the"
                      + " hub is taken"
                      + runs.nearest(name)));
    }
    return new EvaluationTarget(path, hub(given), Optional.empty(), defaults);
  }

  /** The newest whole checkpoint of a run. */
  private static EvaluationTarget ofRun(
      Path run, Optional<String> base, Map<String, String> overrides, DownloadListener listener) {
    Settings settings = Settings.load(Optional.of(run.resolve("run.conf")), overrides);
    Checkpoints.Found newest =
        new Checkpoints(RunDirectory.checkpoints(run))
            .newest(step -> true, listener::note)
            .orElseThrow(() -> new RunException("the run " + run + " has no whole checkpoint"));
    if (settings.policy().adapter().use() == PolicySettings.Adapter.Use.NONE) {
      refuseBase(base, run);
      return new EvaluationTarget(newest.path(), Optional.empty(), Optional.empty(), settings);
    }
    return of(base.orElse(settings.policy().model()), run, newest.path(), settings, listener);
  }

  private static void refuseBase(Optional<String> base, Path path) {
    if (base.isPresent()) {
      throw new RunException(
          "--model names the base of an adapter, and " + path + " is no adapter; leave one out");
    }
  }

  /**
   * An adapter over a base.
   *
   * @param naming what names the base, for the error of one that is not there
   */
  private static EvaluationTarget of(
      String base, Path naming, Path adapters, Settings settings, DownloadListener listener) {
    ModelResolver.Found found;
    try {
      found = ModelResolver.locate(base, settings.policy().hub(), listener);
    } catch (CheckpointException e) {
      throw new RunException(naming + ": base " + base + ": " + e.getMessage() + OTHER_BASE, e);
    }
    if (!Files.isDirectory(found.directory())) {
      throw new RunException(
          naming + ": there is no base " + found.directory().toAbsolutePath() + OTHER_BASE);
    }
    return new EvaluationTarget(found.directory(), hub(found), Optional.of(adapters), settings);
  }

  private static Optional<HubId> hub(ModelResolver.Found found) {
    return HubId.parse(found.name()).filter(HubId::fixed);
  }
}
