package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the trainer says of itself in {@code status.json}: who waits for whom, and what its workers
 * do. Times are in milliseconds since 1970.
 *
 * @param state what the run does
 * @param quietSince when something has progressed last
 * @param waits who waits for whom; the last one waits for who is at work
 * @param workers in the order in which they came
 */
public record TrainerStatus(
    String state, long quietSince, List<Wait> waits, List<WorkerView> workers) {
  private static final int LONGEST = 1 << 20;
  private static final int MOST = 200;

  /** Somebody waits for somebody, for something, since then. */
  public record Wait(String who, String whom, String what, long since) {}

  /**
   * A worker.
   *
   * @param piece what it works on; empty when it is idle
   * @param since when it began with that, or its last answer
   */
  public record WorkerView(
      String name,
      String device,
      boolean learner,
      String state,
      String policyVersion,
      String piece,
      long since,
      long pieces,
      double piecesPerMinute) {}

  /** Reads the file; empty when there is none, or none that can be read. */
  static Optional<TrainerStatus> read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file)) {
      JsonNode json = Json.MAPPER.readTree(in.readNBytes(LONGEST));
      return json == null ? Optional.empty() : Optional.of(of(json));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static TrainerStatus of(JsonNode json) {
    long at = json.path("at").asLong();
    List<Wait> waits = new ArrayList<>();
    for (JsonNode wait : json.path("waits")) {
      waits.add(
          new Wait(
              wait.path("who").asText(),
              wait.path("whom").asText(),
              wait.path("what").asText(),
              since(at, wait.path("seconds"))));
    }
    List<WorkerView> workers = new ArrayList<>();
    for (JsonNode worker : json.path("pool").path("workers")) {
      workers.add(
          new WorkerView(
              worker.path("name").asText(),
              worker.path("device").asText(),
              worker.path("learner").asBoolean(),
              worker.path("state").asText(),
              worker.path("policyVersion").asText(),
              worker.path("piece").asText(""),
              since(at, worker.path("seconds")),
              worker.path("pieces").asLong(),
              worker.path("piecesPerMinute").asDouble()));
    }
    return new TrainerStatus(
        json.path("state").asText(),
        since(at, json.path("quietSeconds")),
        waits.stream().limit(MOST).toList(),
        workers.stream().limit(MOST).toList());
  }

  private static long since(long at, JsonNode seconds) {
    return at - Math.round(1000 * seconds.asDouble());
  }
}
