package dev.sparring.orchestrator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** A run of the bundled model in a process of its own, as an embedding program would start it. */
final class PlayMain {
  private PlayMain() {}

  /**
   * Starts it.
   *
   * @param output where it prints
   * @param options more of Java's
   * @param arguments of {@link #main}
   */
  static Process start(Path output, String classPath, List<String> options, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, PlayMain.class.getName()));
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }

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
