package dev.sparring.dashboard.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells from the actors' logs which actor a round waits for. Each actor logs a line when it has
 * passed the round on, so the next actor is at work.
 */
public final class Activity {
  /** Who works next after the actor that has just logged. */
  private static final Map<String, Waiting> NEXT =
      Map.of(
          "proposer", new Waiting("gates", "check the problems", 0),
          "solver", new Waiting("verifier", "counts votes", 0),
          "verifier", new Waiting("policy worker", "learns", 0),
          "worker", new Waiting("proposer", "writes problems", 0));

  private Activity() {}

  /**
   * For whom the round waits.
   *
   * @param actor its name
   * @param does what it does
   * @param since in milliseconds since 1970
   */
  public record Waiting(String actor, String does, long since) {}

  /**
   * For whom the round waits; empty when the logs do not tell.
   *
   * @param logs the newest first
   */
  static Optional<Waiting> of(List<ActorLogs.LastLine> logs) {
    if (logs.isEmpty()) {
      return Optional.empty();
    }
    ActorLogs.LastLine newest = logs.get(0);
    Waiting next =
        newest.actor().equals("orchestrator")
            ? afterOrchestrator(newest.line())
            : NEXT.get(newest.actor());
    return Optional.ofNullable(next)
        .map(it -> new Waiting(it.actor(), it.does(), newest.written()));
  }

  private static Waiting afterOrchestrator(String line) {
    if (line.endsWith("are admitted")) {
      return new Waiting("solver", "answers the problems", 0);
    }
    if (line.contains("learning from")) {
      return new Waiting("policy worker", "learns", 0);
    }
    return new Waiting("orchestrator", "goes on to the next round", 0);
  }
}
