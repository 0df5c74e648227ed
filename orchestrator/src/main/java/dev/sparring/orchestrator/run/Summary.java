package dev.sparring.orchestrator.run;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code summary.json}: how a run ended.
 *
 * @param run its name
 * @param task what was played
 * @param before {@code eval/*} of the base
 * @param after {@code eval/*} at the end; empty when it was not measured
 * @param steps rounds finished
 * @param stopped {@code completed}, {@code guard:<name>}, {@code interrupted} or {@code failed}
 * @param reason one line more on it; empty when completed
 * @param seconds this process took
 * @param seed of the run
 * @param versions of what it was made with
 */
public record Summary(
    String run,
    String task,
    Map<String, Double> before,
    Map<String, Double> after,
    int steps,
    String stopped,
    String reason,
    double seconds,
    long seed,
    Map<String, String> versions) {
  /** All rounds were played. */
  public static final String COMPLETED = "completed";

  /** Before the name of the guard that ended it. */
  public static final String GUARD = "guard:";

  /** Its user stopped it. */
  public static final String INTERRUPTED = "interrupted";

  /** A failure ended it. */
  public static final String FAILED = "failed";

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  void write(Path run) throws IOException {
    DurableFiles.write(run.resolve("summary.json"), MAPPER.writeValueAsString(this) + "\n");
    DurableFiles.syncDirectory(run);
  }

  /** Reads a run's summary; empty when it has not ended. */
  public static Optional<Summary> read(Path run) throws IOException {
    Path file = run.resolve("summary.json");
    return Files.isRegularFile(file)
        ? Optional.of(MAPPER.readValue(file.toFile(), Summary.class))
        : Optional.empty();
  }
}
