package dev.sparring.core.config;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings with the defaults of all modules, of which core's class path has its own alone. */
final class Defaults {
  private static final ClassLoader ALL_MODULES =
      new URLClassLoader(
          Stream.of("policy", "proposer", "solver", "verifier", "orchestrator")
              .map(module -> resources(Path.of("..", module, "src", "main", "resources")))
              .toArray(URL[]::new),
          Settings.class.getClassLoader());

  private Defaults() {}

  static Settings load(Path file, Map<String, String> overrides) {
    return Settings.load(ALL_MODULES, Optional.ofNullable(file), overrides);
  }

  static Settings with(String... keysAndValues) {
    Map<String, String> overrides = new java.util.LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      overrides.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return load(null, overrides);
  }

  private static URL resources(Path folder) {
    try {
      return folder.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }
}
