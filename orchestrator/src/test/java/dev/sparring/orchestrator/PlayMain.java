package dev.sparring.orchestrator;

import java.nio.file.Path;

/** A run of the bundled model in a process of its own, as an embedding program would start it. */
final class PlayMain {
  private PlayMain() {}

  /** Plays the run of a name in a folder; prints what the listener is told. */
  public static void main(String[] arguments) {
    RunListener listener =
        new RunListener() {
          @Override
          public void note(String line) {
            System.out.println("note: " + line);
          }
        };
    try (Training training =
        Training.start(Runs.settings(Path.of(arguments[0]), arguments[1]), listener)) {
      System.out.println(training.end().join().stopped());
    }
  }
}
