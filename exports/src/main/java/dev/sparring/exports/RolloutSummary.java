package dev.sparring.exports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.orchestrator.run.Rollouts;
import dev.sparring.orchestrator.run.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What TensorBoard is shown of a round's rollouts.
 *
 * @param distributions of rewards and lengths, by tag
 * @param samples the first problems with their labels and answers, as Markdown
 */
record RolloutSummary(Map<String, double[]> distributions, String samples) {
  private static final int PROBLEMS = 3;
  private static final int ANSWERS = 4;
  private static final int LETTERS = 500;

  static RolloutSummary read(Path run, int step) throws IOException {
    List<JsonNode> lines = Rollouts.read(RunDirectory.rollouts(run, step));
    Map<String, List<Double>> values = new TreeMap<>();
    StringBuilder text = new StringBuilder();
    int problems = 0;
    for (JsonNode line : lines) {
      String role = line.path("role").asText();
      add(values, role + "/rewards", line.path("reward"));
      add(values, role + "/lengths", line.path("tokens"));
      if (line.has("problem") && role.equals("proposer") && problems++ < PROBLEMS) {
        sample(text, line, lines);
      }
    }
    Map<String, double[]> arrays = new TreeMap<>();
    values.forEach(
        (tag, all) -> arrays.put(tag, all.stream().mapToDouble(Double::doubleValue).toArray()));
    return new RolloutSummary(arrays, text.toString());
  }

  private static void add(Map<String, List<Double>> values, String tag, JsonNode value) {
    if (value.isNumber() && Double.isFinite(value.asDouble())) {
      values.computeIfAbsent(tag, any -> new ArrayList<>()).add(value.asDouble());
    }
  }

  private static void sample(StringBuilder text, JsonNode proposal, List<JsonNode> lines) {
    String id = proposal.path("id").asText();
    block(text, "Problem " + id, proposal.path("problem").asText());
    String vote =
        String.format(
            Locale.ROOT,
            "Label %s, %d of %d votes",
            proposal.has("label") ? "" : "none",
            proposal.path("votes").asInt(),
            proposal.path("attempts").asInt());
    block(text, vote, proposal.path("label").asText());
    lines.stream()
        .filter(line -> line.path("role").asText().equals("solver"))
        .filter(line -> line.path("problem").asText().equals(id))
        .limit(ANSWERS)
        .forEach(
            line ->
                block(
                    text,
                    "Answer, reward " + line.path("reward").asText("none"),
                    line.path("text").asText()));
  }

  /** What a model wrote is a block of code, in which Markdown has no meaning. */
  private static void block(StringBuilder markdown, String heading, String text) {
    markdown.append(heading).append("\n\n");
    if (!text.isEmpty()) {
      shown(text).lines().forEach(line -> markdown.append("    ").append(line).append('\n'));
      markdown.append('\n');
    }
  }

  /** The beginning of a text, with escapes for control and formatting characters. */
  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(LETTERS)
        .forEach(
            c -> {
              boolean hidden =
                  Character.getType(c) == Character.FORMAT
                      || (Character.isISOControl(c) && c != '\n');
              if (hidden) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return text.codePointCount(0, text.length()) > LETTERS ? shown + " …" : shown.toString();
  }
}
