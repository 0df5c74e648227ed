package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Reads the texts of a few problems of a round and of some of their answers, each cut short. */
final class RoundTexts {
  /** Characters of a text that a page of a round holds. */
  static final int LONGEST = 1500;

  /** Characters of a part of a long text. */
  static final int LONGEST_PART = 50_000;

  private final Map<String, Chosen> chosen = new LinkedHashMap<>();
  private final int skipped;
  private final int most;

  private static final class Chosen {
    private final int answers;
    private final List<RoundPage.AnswerView> shown = new ArrayList<>();
    private int passed;
    private RoundPage.ProblemView view;

    Chosen(int answers) {
      this.answers = answers;
    }
  }

  /**
   * @param problems in the order in which they are shown
   * @param skipped answers to each that are passed over
   * @param most answers to each that are shown
   */
  RoundTexts(List<ProblemFacts> problems, int skipped, int most) {
    problems.forEach(problem -> chosen.put(problem.id, new Chosen(problem.answers)));
    this.skipped = skipped;
    this.most = most;
  }

  List<RoundPage.ProblemView> read(RolloutFile file) throws IOException {
    file.read(
        (number, line) -> {
          if (!RolloutFile.attempt(line)) {
            propose(number, line);
          } else {
            answer(number, line);
          }
          return true;
        });
    return chosen.values().stream().map(it -> it.view).filter(Objects::nonNull).toList();
  }

  private void propose(int number, JsonNode line) {
    Chosen wanted = chosen.get(line.path("id").asText());
    if (wanted != null) {
      wanted.view = problemView(number, line, wanted);
    }
  }

  private void answer(int number, JsonNode line) {
    Chosen wanted = chosen.get(RolloutFile.problemOf(line));
    if (wanted != null && wanted.passed++ >= skipped && wanted.shown.size() < most) {
      wanted.shown.add(answerView(number, line));
    }
  }

  /** The answers are added to it as they are read. */
  private static RoundPage.ProblemView problemView(int number, JsonNode p, Chosen wanted) {
    return new RoundPage.ProblemView(
        number,
        p.path("id").asText(),
        clip(p, "text"),
        clip(p, "problem"),
        clip(p, "truth"),
        clip(p, "label"),
        whole(p, "votes"),
        whole(p, "runnerUp"),
        whole(p, "attempts"),
        number(p, "voteEntropy"),
        whole(p, "tokens"),
        number(p, "reward"),
        clip(p, "outcome"),
        clip(p, "rejection"),
        wanted.answers,
        wanted.shown);
  }

  private static RoundPage.AnswerView answerView(int number, JsonNode a) {
    return new RoundPage.AnswerView(
        number,
        a.path("id").asText(),
        clip(a, "text"),
        clip(a, "answer"),
        clip(a, "format"),
        a.path("truncated").asBoolean(),
        whole(a, "tokens"),
        number(a, "logprob"),
        number(a, "reward"),
        clip(a, "outcome"));
  }

  private static Clip clip(JsonNode line, String field) {
    JsonNode value = line.path(field);
    return value.isTextual() ? Clip.of(value.textValue(), 0, LONGEST) : null;
  }

  private static Integer whole(JsonNode line, String field) {
    JsonNode value = line.path(field);
    return value.isNumber() ? (Integer) value.intValue() : null;
  }

  private static Double number(JsonNode line, String field) {
    JsonNode value = line.path(field);
    return value.isNumber() && Double.isFinite(value.doubleValue())
        ? (Double) value.doubleValue()
        : null;
  }
}
