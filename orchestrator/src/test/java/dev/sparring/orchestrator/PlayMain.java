package dev.sparring.orchestrator;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;

/** A run of the bundled model in a process of its own, as an embedding program would start it. */
final class PlayMain {
  private PlayMain() {}

  /** Plays the run of a name in a folder, with keys and values after these; prints the notes. */
  public static void main(String[] arguments) {
    Consumer<RunEvent> printing =
        event -> {
          if (event instanceof RunEvent.Note note) {
            System.out.println("note: " + note.line());
          }
        };
    String[] more = Arrays.copyOfRange(arguments, 2, arguments.length);
    try (Training training =
        Training.start(Runs.settings(Path.of(arguments[0]), arguments[1], more), printing)) {
      System.out.println(training.end().join().stopped());
    }
  }
}
