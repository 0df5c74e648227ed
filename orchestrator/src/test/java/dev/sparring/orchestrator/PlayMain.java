package dev.sparring.orchestrator;

import java.nio.file.Path;
import java.util.function.Consumer;

/** A run of the bundled model in a process of its own, as an embedding program would start it. */
final class PlayMain {
  private PlayMain() {}

  /** Plays the run of a name in a folder; prints the notes. */
  public static void main(String[] arguments) {
    Consumer<RunEvent> printing =
        event -> {
          if (event instanceof RunEvent.Note note) {
            System.out.println("note: " + note.line());
          }
        };
    try (Training training =
        Training.start(Runs.settings(Path.of(arguments[0]), arguments[1]), printing)) {
      System.out.println(training.end().join().stopped());
    }
  }
}
