package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the gates of a run did: how many problems each let pass, why it refused others, examples.
 */
final class GatesView {
  private static final int WIDEST = 50;
  private static final List<String> KINDS = List.of("admitted", "refused", "leaked");

  /** What a gate refused for one reason. */
  private static final class Refusals {
    private int count;
    private String first = "";
    private String last = "";

    void add(String example) {
      first = count == 0 ? example : first;
      last = example;
      count++;
    }
  }

  private final Map<String, Map<String, Refusals>> byGate = new TreeMap<>();

  /** Takes note of a round's proposals. */
  void add(List<JsonNode> lines) {
    for (JsonNode line : lines) {
      if (line.has("gate")) {
        String outcome = line.path("outcome").asText();
        String why =
            line.has("rejection")
                ? line.path("rejection").asText()
                : outcome.substring(outcome.indexOf(' ') + 1);
        byGate
            .computeIfAbsent(line.path("gate").asText(), g -> new TreeMap<>())
            .computeIfAbsent(why, w -> new Refusals())
            .add(Tables.line(line.path(line.has("problem") ? "problem" : "text").asText(), WIDEST));
      }
    }
  }

  /**
   * A row for each gate, and one for each of its reasons.
   *
   * @param steps what {@code metrics.jsonl} holds
   */
  String table(List<Map<String, Double>> steps) {
    List<String[]> rows = new ArrayList<>();
    counts(steps)
        .forEach(
            (gate, counts) -> {
              rows.add(
                  new String[] {
                    gate,
                    Tables.number(counts[0]),
                    Tables.number(counts[1]),
                    Tables.number(counts[2]),
                    "",
                    ""
                  });
              byGate.getOrDefault(gate, Map.of()).forEach((why, all) -> rows.add(row(why, all)));
            });
    return Tables.of(
        List.of("<gate", "admitted", "refused", "leaked", "<first refused", "<last refused"), rows);
  }

  private static String[] row(String why, Refusals all) {
    return new String[] {"  " + why, "", Integer.toString(all.count), "", all.first, all.last};
  }

  /** By gate: problems admitted, refused and leaked, summed over the rounds. */
  private static Map<String, double[]> counts(List<Map<String, Double>> steps) {
    Map<String, double[]> counts = new TreeMap<>();
    for (Map<String, Double> step : steps) {
      step.forEach(
          (key, value) -> {
            String[] parts = key.split("/");
            if (parts.length == 3 && parts[0].equals("gate") && KINDS.contains(parts[2])) {
              double[] own = counts.computeIfAbsent(parts[1], g -> new double[KINDS.size()]);
              own[KINDS.indexOf(parts[2])] += value;
            }
          });
    }
    return counts;
  }
}
