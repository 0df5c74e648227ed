package dev.sparring.cli.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What came of a file. */
public final class FilterReport {
  private static final int BUCKETS = 12;
  private static final double WIDTH = 0.1;

  private final int[] all = new int[BUCKETS];
  private final int[] kept = new int[BUCKETS];
  private final Map<String, Integer> skipped = new TreeMap<>();
  private int lines;
  private int keptTotal;
  private int instructions;
  private int responses;
  private double reverseSum;

  void add(JsonNode score, boolean keeps) {
    lines++;
    if (score.has(InstructionFilter.SKIPPED)) {
      skipped.merge(score.path(InstructionFilter.SKIPPED).asText(), 1, Integer::sum);
      return;
    }
    int bucket =
        (int)
            Math.min(BUCKETS - 1, Math.floor(score.path(InstructionFilter.IFD).asDouble() / WIDTH));
    all[bucket]++;
    reverseSum += score.path("rIfd").asDouble();
    if (keeps) {
      kept[bucket]++;
      keptTotal++;
    }
    instructions += score.path("instruction").asText().equals("rewritten") ? 1 : 0;
    responses += score.path("response").asText().equals("rewritten") ? 1 : 0;
  }

  /** A histogram of IFD, and what was skipped, for people. */
  public String text() {
    StringBuilder text = new StringBuilder("IFD          lines   kept\n");
    int most = Arrays.stream(all).max().orElse(0);
    for (int i = 0; i < BUCKETS; i++) {
      String to = i == BUCKETS - 1 ? "   " : String.format(Locale.ROOT, "%.1f", (i + 1) * WIDTH);
      text.append(
          String.format(
              Locale.ROOT,
              "%.1f to %s %8d %6d  %s%n",
              i * WIDTH,
              to,
              all[i],
              kept[i],
              "#".repeat(most == 0 ? 0 : (int) Math.round(40.0 * all[i] / most))));
    }
    int measured = Arrays.stream(all).sum();
    text.append(
        String.format(
            Locale.ROOT,
            "%d lines: %d measured, %d kept, mean r-IFD %.3f%n",
            lines,
            measured,
            keptTotal,
            measured == 0 ? 0 : reverseSum / measured));
    if (instructions + responses > 0) {
      text.append(
          String.format(
              Locale.ROOT,
              "taken from the rewritten version: %d instructions, %d responses%n",
              instructions,
              responses));
    }
    skipped.forEach(
        (why, count) -> text.append(String.format(Locale.ROOT, "skipped, %s: %d%n", why, count)));
    return text.toString();
  }
}
