package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunContents;
import dev.sparring.orchestrator.run.Versions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where the stack trace of a failure of ours is written, so that the one line on it can say where:
 *
 * <pre>
 * $XDG_STATE_HOME/sparring/errors/20261127-031500-score.log
 * ~/.local/state/sparring/errors/…                             without that variable
 * /tmp/sparring-error-20261127-031500-score.log                where neither can be written
 * </pre>
 *
 * @param state {@code $XDG_STATE_HOME}, or what stands for it (XDG Base Directory Specification)
 * @param temporary the system's temporary directory
 */
record FailureFile(Path state, Path temporary) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  /** Failures in a second are few. */
  private static final int LAST = 99;

  /** Where this process writes. */
  static FailureFile of(Map<String, String> environment) {
    Path state =
        absolute(environment, "XDG_STATE_HOME") // relative ones are ignored, says the specification
            .orElseGet(
                () ->
                    absolute(environment, "HOME")
                        .orElseGet(() -> Path.of(System.getProperty("user.home")))
                        .resolve(".local")
                        .resolve("state"));
    return new FailureFile(state, Path.of(System.getProperty("java.io.tmpdir")));
  }

  private static Optional<Path> absolute(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).map(Path::of).filter(Path::isAbsolute);
  }

  /**
   * Writes a stack trace.
   *
   * @param command what failed, for example {@code score}
   * @param arguments of the command line
   * @return the file; empty when it can be written nowhere
   */
  Optional<Path> write(Throwable failure, String command, List<String> arguments) {
    String time = TIME.format(LocalDateTime.now(ZoneId.systemDefault()));
    String text = text(failure, arguments);
    Path errors = state.resolve("sparring").resolve("errors");
    return write(errors, time + "-" + command, text)
        .or(() -> write(temporary, "sparring-error-" + time + "-" + command, text));
  }

  private static Optional<Path> write(Path folder, String name, String text) {
    try {
      Files.createDirectories(folder);
      for (int n = 1; n <= LAST; n++) {
        Path file = folder.resolve(name + (n == 1 ? "" : "-" + n) + ".log");
        try {
          Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          return Optional.of(file);
        } catch (FileAlreadyExistsException e) {
          continue; // of another failure in the same second
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // the next folder is tried
    }
    return Optional.empty();
  }

  private static String text(Throwable failure, List<String> arguments) {
    StringWriter text = new StringWriter();
    PrintWriter lines = new PrintWriter(text);
    lines.println("sparring " + String.join(" ", arguments));
    Versions.all().forEach((name, version) -> lines.println(name + " " + version));
    lines.println();
    failure.printStackTrace(lines);
    return text.toString();
  }

  /** Says where a run that failed has written why: the last of its logs with a stack trace. */
  static String ofRun(Path run) {
    Path logs = run.resolve("logs");
    String place = "its logs are in " + logs;
    FileTime time = FileTime.fromMillis(0);
    try {
      for (Path log : RunContents.list(logs)) {
        FileTime written = Files.getLastModifiedTime(log);
        boolean traced = Files.readString(log, StandardCharsets.ISO_8859_1).contains("\n\tat ");
        if (traced && written.compareTo(time) >= 0) {
          place = "the stack trace is in " + log;
          time = written;
        }
      }
    } catch (IOException e) {
      return place;
    }
    return place;
  }
}
