package dev.sparring.orchestrator;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.testkit.RunFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Runs small trainings of the bundled model in this process. */
final class Runs {
  private Runs() {}

  static Settings settings(Path directory, String name, String... more) {
    return Settings.load(Optional.empty(), RunFiles.tiny(directory, more)).named(name);
  }

  /** Plays a run to its end; gives its folder. */
  static Path play(Path directory, String name, String... more) {
    try (Training training = Training.start(settings(directory, name, more), event -> {})) {
      training.end().join();
      return training.directory();
    }
  }

  /** Resumes a run and plays it to its end; gives what was said. */
  static List<String> resume(Path run, Settings now) {
    List<String> notes = new ArrayList<>();
    Consumer<RunEvent> noting =
        event -> {
          if (event instanceof RunEvent.Note note) {
            notes.add(note.line());
          }
        };
    try (Training training = Training.resume(run, now, noting)) {
      training.end().join();
    }
    return notes;
  }

  /** Resumes a run as it is. */
  static List<String> resume(Path run) {
    return resume(run, RunDirectory.settings(run));
  }
}
