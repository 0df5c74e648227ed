package dev.sparring.orchestrator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of other processes to the trainer of a run: empty files in the run's folder {@code
 * requests}, which the trainer takes away. Who may write there may ask.
 */
public final class RunRequests {
  private static final String DRAIN = "drain-";

  private RunRequests() {}

  /** Asks that a worker leaves when it has finished its piece. */
  public static void drain(Path run, String worker) {
    Path file = run.resolve("requests").resolve(DRAIN + worker);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    } catch (IOException e) {
      throw new RunException("can't write " + file + ": " + DurableFiles.reason(e), e);
    }
  }

  /** Workers that are to be drained; the requests are taken away. */
  public static List<String> drained(Path run) throws IOException {
    List<String> workers = new ArrayList<>();
    for (Path file : RunContents.list(run.resolve("requests"))) {
      String name = file.getFileName().toString();
      if (name.startsWith(DRAIN)) {
        workers.add(name.substring(DRAIN.length()));
        Files.delete(file);
      }
    }
    return workers;
  }
}
