package dev.sparring.dashboard.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Some problems of a round with their answers. The rollouts are read twice, line by line: once for
 * which problems are wanted, once for their texts.
 *
 * @param step the round
 * @param counts how many problems there are of each kind
 * @param matched how many are wanted
 * @param page from 0
 * @param pages how many there are
 * @param answers in the whole round
 * @param problems of this page
 */
public record RoundPage(
    int step,
    Map<String, Integer> counts,
    int matched,
    int page,
    int pages,
    int answers,
    List<ProblemView> problems) {
  /** A problem as the page shows it; what is not known is null. */
  public record ProblemView(
      int line,
      String id,
      Clip text,
      Clip problem,
      Clip truth,
      Clip label,
      Integer votes,
      Integer runnerUp,
      Integer attempts,
      Double voteEntropy,
      Integer tokens,
      Double reward,
      Clip outcome,
      Clip rejection,
      int answers,
      List<AnswerView> shown) {}

  /** An answer as the page shows it; what is not known is null. */
  public record AnswerView(
      int line,
      String id,
      Clip text,
      Clip answer,
      Clip format,
      boolean truncated,
      Integer tokens,
      Double logprob,
      Double reward,
      Clip outcome) {}

  /** Reads a page of a round. */
  public static RoundPage of(RunFolder run, int step, RoundQuery query) throws IOException {
    RolloutFile file = new RolloutFile(run.rollouts(step));
    RoundFacts facts = RoundFacts.read(file, query.text());
    List<ProblemFacts> wanted = facts.matching(query);
    boolean one = query.problem().isPresent();
    int onPage = one ? RoundQuery.ANSWERS_OF_ONE : RoundQuery.PROBLEMS;
    int all = one ? wanted.stream().mapToInt(it -> it.answers).sum() : wanted.size();
    int pages = Math.max(1, (all + onPage - 1) / onPage);
    int page = Math.min(query.page(), pages - 1);
    int first = page * onPage;
    RoundTexts texts =
        one
            ? new RoundTexts(wanted, first, onPage)
            : new RoundTexts(
                wanted.subList(first, Math.min(all, first + onPage)), 0, RoundQuery.ANSWERS);
    List<ProblemView> problems = texts.read(file);
    return new RoundPage(
        step, facts.counts(), wanted.size(), page, pages, facts.answers(), problems);
  }

  /**
   * A part of one text of a line.
   *
   * @param line its number
   * @param field {@code text}, {@code problem} and so on
   * @param from the first character of the part
   */
  public static Clip text(RunFolder run, int step, int line, String field, int from)
      throws IOException {
    List<Clip> found = new ArrayList<>();
    new RolloutFile(run.rollouts(step))
        .read(
            (number, json) -> {
              JsonNode value = json.path(field);
              if (number == line && value.isTextual()) {
                found.add(Clip.of(value.textValue(), from, RoundTexts.LONGEST_PART));
              }
              return number < line;
            });
    return found.isEmpty() ? new Clip("", 0) : found.get(0);
  }
}
