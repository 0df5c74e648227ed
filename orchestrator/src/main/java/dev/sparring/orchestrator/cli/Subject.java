package dev.sparring.orchestrator.cli;

import dev.sparring.core.config.PolicySettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Models;
import dev.sparring.orchestrator.run.Checkpoints;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.hub.DownloadListener;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What is evaluated: a model as it is, or a run's newest whole checkpoint under the run's own
 * configuration.
 *
 * @param name as it was given
 * @param model a Hugging Face directory
 * @param adapters the run's adapters over it, where it trained some
 */
record Subject(String name, Path model, Optional<Path> adapters, Settings settings) {

  /**
   * Finds it.
   *
   * @param overrides values that go over the configuration
   * @param listener told of downloads, and of checkpoints that are passed over
   */
  static Subject of(String name, Map<String, String> overrides, DownloadListener listener) {
    Settings defaults = Settings.load(Optional.empty(), overrides);
    Path path = Models.find(name, defaults.policy().hub(), listener).directory();
    if (Files.isRegularFile(path.resolve("run.conf"))) {
      Settings settings = Settings.load(Optional.of(path.resolve("run.conf")), overrides);
      Checkpoints.Found newest =
          new Checkpoints(RunDirectory.checkpoints(path))
              .newest(step -> true, listener::note)
              .orElseThrow(() -> new RunException("the run " + path + " has no whole checkpoint"));
      if (settings.policy().adapter().use() == PolicySettings.Adapter.Use.NONE) {
        return new Subject(name, newest.path(), Optional.empty(), settings);
      }
      Path base =
          Models.find(settings.policy().model(), settings.policy().hub(), listener).directory();
      return new Subject(name, base, Optional.of(newest.path()), settings);
    }
    if (!Files.isRegularFile(path.resolve("config.json"))) {
      throw new RunException(
          path
              + (Files.exists(path)
                  ? " is neither a model (it has no config.json) nor a run (it has no run.conf)"
                  : " does not exist; a run, bundled, a Hugging Face directory or Owner/Name of the"
                      + " hub is taken"));
    }
    return new Subject(name, path, Optional.empty(), defaults);
  }
}
