package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.orchestrator.run.RunException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One step of a run as its rollouts have it.
 *
 * @param step its number
 * @param lines of the rollouts: proposals, attempts, turns about them, and those that were lost
 */
record RolloutView(int step, List<JsonNode> lines) {
  private static final int WIDEST = 60;

  /** The step's problems. */
  String problems() {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode p : proposals()) {
      boolean asked = p.has("problem");
      rows.add(
          new String[] {
            p.path("id").asText(),
            Tables.line(p.path(asked ? "problem" : "text").asText(), WIDEST),
            p.path("label").asText(),
            p.path("truth").asText(),
            mark(p),
            asked ? p.path("votes").asInt() + "/" + p.path("attempts").asInt() : "",
            asked ? Tables.number(p.path("voteEntropy").asDouble()) : "",
            reward(p),
            p.path("outcome").asText() + (p.has("rejection") ? rejection(p) : "")
          });
    }
    return Tables.of(
        List.of("<id", "<problem", "label", "truth", "", "votes", "entropy", "reward", "<ended"),
        rows);
  }

  private static String rejection(JsonNode p) {
    String why = p.path("rejection").asText();
    return p.path("outcome").asText().contains(why) ? "" : " (" + Tables.line(why, WIDEST) + ")";
  }

  private static String mark(JsonNode p) {
    return !p.has("label") || !p.has("truth")
        ? ""
        : p.path("label").asText().equals(p.path("truth").asText()) ? "right" : "WRONG";
  }

  /** One problem with every answer. */
  String problem(String id) {
    JsonNode p = proposal(id);
    List<JsonNode> answered = attempts(p.path("id").asText());
    if (answered.stream().anyMatch(a -> a.has("tests"))) {
      return new TestedProblemView(p, answered).text();
    }
    String text = p.path(p.has("problem") ? "problem" : "text").asText();
    StringBuilder all = new StringBuilder();
    all.append(p.path("id").asText()).append("  ").append(Tables.line(text, 500)).append('\n');
    if (!p.has("problem")) {
      all.append("it was not asked: ").append(p.path("rejection").asText()).append('\n');
    } else {
      all.append(p.has("label") ? "label " + p.path("label").asText() : "no label");
      all.append(p.has("truth") ? ", truth " + p.path("truth").asText() : "");
      all.append(
          String.format(
              Locale.ROOT,
              ", %d of %d votes, runner-up %d%n",
              p.path("votes").asInt(),
              p.path("attempts").asInt(),
              p.path("runnerUp").asInt()));
    }
    all.append("the problem: ").append(ended(p)).append("\n");
    List<String[]> rows = answers(p.path("id").asText());
    if (!rows.isEmpty()) {
      all.append('\n')
          .append(
              Tables.of(List.of("<id", "<answer", "vote", "<format", "reward", "<ended"), rows));
    }
    List<String[]> turns = turnRows(p.path("id").asText());
    if (!turns.isEmpty()) {
      all.append('\n')
          .append(
              Tables.of(List.of("<id", "<about", "<turn", "read as", "reward", "<ended"), turns));
    }
    return all.toString();
  }

  /** The lines of the step's problems. */
  Map<String, Object> problemLines() {
    return Map.of("problems", proposals());
  }

  /** The line of one problem, and those of its answers. */
  Map<String, Object> problemLines(String id) {
    JsonNode line = proposal(id);
    Map<String, Object> lines = new LinkedHashMap<>();
    lines.put("problem", line);
    lines.put("answers", attempts(line.path("id").asText()));
    lines.put("turns", turns(line.path("id").asText()));
    return lines;
  }

  static String ended(JsonNode line) {
    return line.path("outcome").asText()
        + (line.has("reward") ? ", reward " + reward(line) : "")
        + (line.has("tokens") ? ", " + line.path("tokens").asInt() + " tokens" : "");
  }

  private List<String[]> answers(String problem) {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode a : attempts(problem)) {
      rows.add(
          new String[] {
            a.path("id").asText(),
            Tables.line(a.path("text").asText(), WIDEST),
            a.path("answer").asText(),
            a.path("format").asText() + (a.path("truncated").asBoolean() ? ", truncated" : ""),
            reward(a),
            a.path("outcome").asText()
          });
    }
    return rows;
  }

  private List<String[]> turnRows(String problem) {
    List<String[]> rows = new ArrayList<>();
    for (JsonNode t : turns(problem)) {
      List<String> about = new ArrayList<>();
      t.path("about").forEach(id -> about.add(withoutProblem(id.asText(), problem)));
      rows.add(
          new String[] {
            t.path("id").asText(),
            String.join(" ", about),
            Tables.line(t.path("text").asText(), WIDEST),
            withoutProblem(t.path("reading").asText(), problem),
            reward(t),
            t.path("outcome").asText()
          });
    }
    return rows;
  }

  private static String withoutProblem(String id, String problem) {
    return id.startsWith(problem + "-") ? id.substring(problem.length() + 1) : id;
  }

  /** What was written about the answers to a problem, and what of it was lost. */
  private List<JsonNode> turns(String problem) {
    return lines.stream()
        .filter(t -> !List.of("proposer", "solver").contains(t.path("role").asText()))
        .filter(
            t ->
                t.path("problem").asText().equals(problem)
                    || (!t.has("problem") && t.path("id").asText().startsWith(problem + "-")))
        .toList();
  }

  /** The answers to a problem, and those that were lost, which name it in their id alone. */
  private List<JsonNode> attempts(String problem) {
    return lines.stream()
        .filter(a -> a.path("role").asText().equals("solver"))
        .filter(
            a ->
                a.path("problem").asText().equals(problem)
                    || (!a.has("problem") && a.path("id").asText().startsWith(problem + "-")))
        .toList();
  }

  private JsonNode proposal(String id) {
    return proposals().stream()
        .filter(line -> named(line, id))
        .findFirst()
        .orElseThrow(() -> new RunException(unknown(id)));
  }

  private List<JsonNode> proposals() {
    return lines.stream().filter(l -> l.path("role").asText().equals("proposer")).toList();
  }

  /** By the whole id, or by what stands after its step. */
  private static boolean named(JsonNode line, String id) {
    String whole = line.path("id").asText();
    return whole.equals(id) || whole.substring(whole.indexOf('-') + 1).equals(id);
  }

  private String unknown(String id) {
    List<JsonNode> all = proposals();
    return "step "
        + step
        + " has no problem "
        + id
        + "; it has "
        + all.get(0).path("id").asText()
        + " to "
        + all.get(all.size() - 1).path("id").asText();
  }

  private static String reward(JsonNode line) {
    return line.has("reward") ? Tables.number(line.path("reward").asDouble()) : "";
  }
}
