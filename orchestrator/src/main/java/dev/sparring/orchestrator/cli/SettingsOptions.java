package dev.sparring.orchestrator.cli;

import dev.sparring.core.config.Settings;
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
      description = "configuration file; without one, the defaults")
  private Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set run.steps=20; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  Settings load() {
    return Settings.load(file(), overrides);
  }

  Settings over(Path saved) {
    return Settings.load(Optional.of(saved), overrides);
  }
}
