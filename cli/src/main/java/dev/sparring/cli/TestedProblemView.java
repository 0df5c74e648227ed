package dev.sparring.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A problem whose answers were tested, with each of them in full and what came of each test.
 *
 * @param problem its line in the rollouts
 * @param answers theirs
 */
record TestedProblemView(JsonNode problem, List<JsonNode> answers) {
  private static final int WIDEST = 200;

  /** All of it, many lines. */
  String text() {
    StringBuilder all = new StringBuilder();
    all.append(problem.path("id").asText()).append("  ").append(RolloutView.ended(problem));
    all.append('\n').append(indented(problem.path("problem").asText()));
    for (JsonNode answer : answers) {
      all.append('\n').append(answer.path("id").asText()).append("  ");
      if (answer.has("score")) {
        int tests = answer.path("tests").size();
        all.append(
            tests == 0
                ? "no answer, "
                : String.format(Locale.ROOT, "%d of %d tests passed, ", passed(answer), tests));
      }
      all.append(RolloutView.ended(answer)).append('\n');
      all.append(indented(answer.path(answer.has("answer") ? "answer" : "text").asText()));
      int number = 1;
      for (JsonNode test : answer.path("tests")) {
        all.append("  test ").append(number++).append(": ").append(test.path("outcome").asText());
        String actual = Tables.line(test.path("actual").asText().strip(), WIDEST);
        all.append(actual.isEmpty() ? "" : ": " + actual).append('\n');
      }
    }
    return all.toString();
  }

  private static int passed(JsonNode answer) {
    return (int) Math.round(answer.path("score").asDouble() * answer.path("tests").size());
  }

  /** A model's text, its lines set in and without what could move a terminal's cursor. */
  private static String indented(String text) {
    return text.lines()
        .map(line -> "    " + Tables.line(line.replace("\t", "    "), WIDEST) + "\n")
        .collect(Collectors.joining());
  }
}
