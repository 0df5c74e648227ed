package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The configurations that come along, with all tasks on the class path. */
final class ConfigurationFilesTest {
  static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of("..", "config"))) {
      return all.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyConfigurationThatComesAlongCanBeUsed(Path file) {
    Settings settings = Settings.load(Optional.of(file), Map.of());
    assertThat(Settings.parse(settings.render())).isEqualTo(settings);
    assertThat(settings.configuredTask().heldOut()).isNotEmpty();
  }
}
