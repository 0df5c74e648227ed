package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The facts about all problems of a round. */
final class RoundFacts {
  private static final int MOST_PROBLEMS = 200_000;
  private final Map<String, ProblemFacts> problems = new LinkedHashMap<>();
  private final String text;
  private int answers;

  private RoundFacts(String text) {
    this.text = text;
  }

  /**
   * Reads a round once.
   *
   * @param text that is looked for, in lower case
   */
  static RoundFacts read(RolloutFile file, String text) throws IOException {
    RoundFacts facts = new RoundFacts(text);
    file.read(
        (number, line) -> {
          facts.add(line);
          return true;
        });
    return facts;
  }

  private void add(JsonNode line) {
    if (RolloutFile.attempt(line)) {
      answers++;
      ProblemFacts problem = problems.get(RolloutFile.problemOf(line));
      if (problem != null) {
        problem.answer(line, text);
      }
    } else if (problems.size() < MOST_PROBLEMS) {
      ProblemFacts problem = new ProblemFacts(line, text);
      problems.put(problem.id, problem);
    }
  }

  List<ProblemFacts> matching(RoundQuery query) {
    return problems.values().stream().filter(problem -> problem.matches(query)).toList();
  }

  int answers() {
    return answers;
  }

  /** How many problems there are of each kind, by its name in lower case. */
  Map<String, Integer> counts() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (RoundQuery.Show kind : RoundQuery.Show.values()) {
      int count = (int) problems.values().stream().filter(it -> it.is(kind)).count();
      counts.put(kind.name().toLowerCase(Locale.ROOT), count);
    }
    return counts;
  }
}
