package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the proposals of one round.
 *
 * @param step the round
 * @param proposals how many there were
 * @param refused how many were not asked, by the kind of reason
 */
public record RefusalCounts(int step, int proposals, Map<String, Integer> refused) {
  private static final int MOST_KINDS = 12;
  private static final String OTHER = "other";

  /** Counts them; the attempts after them are not read. */
  public static RefusalCounts of(RunFolder run, int step) throws IOException {
    Map<String, Integer> refused = new TreeMap<>();
    int[] proposals = {0};
    new RolloutFile(run.rollouts(step))
        .read(
            (number, line) -> {
              if (!RolloutFile.attempt(line)) {
                proposals[0]++;
                count(line, refused);
              }
              return !RolloutFile.attempt(line);
            });
    return new RefusalCounts(step, proposals[0], refused);
  }

  private static void count(JsonNode proposal, Map<String, Integer> refused) {
    if (proposal.has("rejection")) {
      String kind = RolloutFile.kind(proposal.path("rejection").asText());
      boolean known = refused.containsKey(kind) || refused.size() < MOST_KINDS;
      refused.merge(known ? kind : OTHER, 1, Integer::sum);
    }
  }
}
