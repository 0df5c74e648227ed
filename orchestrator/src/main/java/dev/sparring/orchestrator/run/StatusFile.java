package dev.sparring.orchestrator.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import dev.sparring.policy.worker.PoolStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * {@code status.json}: what a run does and who waits for whom. The trainer writes it every second
 * or two while it lives; how old it is tells whether it does.
 *
 * @param at when it was written, in milliseconds since 1970
 * @param pid of the trainer
 * @param state what the run does, in a few words
 * @param step the round in progress
 * @param policyVersion the weights that it works with
 * @param waits who waits for whom
 * @param quietSeconds since something has progressed
 * @param pool its workers and jobs
 */
public record StatusFile(
    long at,
    long pid,
    String state,
    int step,
    long policyVersion,
    List<Wait> waits,
    double quietSeconds,
    PoolStatus pool) {
  /** Its name in the run's folder. */
  public static final String NAME = "status.json";

  private static final ObjectMapper MAPPER =
      JsonMapper.builder().addModule(new Jdk8Module()).build();

  /**
   * Somebody waits for somebody.
   *
   * @param what for what
   * @param seconds since when
   */
  public record Wait(String who, String whom, String what, double seconds) {
    /** The same as a sentence. */
    public String line() {
      return String.format(
          Locale.ROOT, "%s waits for %s (%s) since %.0f s", who, whom, what, seconds);
    }
  }

  public StatusFile {
    waits = List.copyOf(waits);
  }

  /** Writes it into a run's folder, beside and renamed. */
  public void write(Path run) throws IOException {
    Path beside = run.resolve("." + NAME + ".tmp");
    Files.write(beside, MAPPER.writeValueAsBytes(this));
    Files.move(
        beside,
        run.resolve(NAME),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** What the trainer of a run has written last. */
  public static Optional<StatusFile> read(Path run) {
    Path file = run.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.readValue(Files.readAllBytes(file), StatusFile.class));
    } catch (JsonProcessingException e) {
      throw new RunException(file + " can't be read: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new RunException("can't read " + file + ": " + DurableFiles.reason(e), e);
    }
  }
}
