package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** How a configuration is given: a file, and values that go over it. */
final class SettingsOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "configuration file; without one, config/quickstart.conf of the installation")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set run.steps=20; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  /** Sets a key, as {@code --set} does. */
  void set(String key, String value) {
    overrides.put(key, value);
  }

  /** The defaults under what {@code --set} sets. */
  Settings defaults() {
    return Settings.load(Optional.empty(), overrides);
  }

  Settings load() {
    Path quickstart = ModelResolver.home().resolve("config").resolve("quickstart.conf");
    return Settings.load(
        file == null && Files.isRegularFile(quickstart) ? Optional.of(quickstart) : file(),
        overrides);
  }

  Settings over(Path saved) {
    return Settings.load(Optional.of(saved), overrides);
  }
}
