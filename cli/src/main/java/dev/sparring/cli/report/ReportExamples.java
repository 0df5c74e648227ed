package dev.sparring.cli.report;

import dev.sparring.dashboard.run.Clip;
import dev.sparring.dashboard.run.RoundPage;
import java.util.Locale;

/** Problems of a run with some of their answers. */
final class ReportExamples {
  private static final int ANSWERS = 6;

  private ReportExamples() {}

  static void write(Html html, ReportedRun run) {
    if (run.examples().isEmpty()) {
      return;
    }
    html.element("h2", "Examples of " + run.name());
    html.element(
        "p",
        "note",
        "A few problems of the first and the last round, of each kind: labelled right, labelled"
            + " wrong, without a label, and refused. They show the kinds and not how frequent"
            + " these are.");
    for (RoundPage round : run.examples()) {
      html.element("h3", "Round " + round.step());
      round.problems().forEach(problem -> problem(html, problem));
    }
  }

  private static void problem(Html html, RoundPage.ProblemView problem) {
    boolean asked = problem.problem() != null;
    html.raw("<details><summary>").element("samp", problem.id()).text(" ");
    html.element("span", "model", text(asked ? problem.problem() : problem.text()));
    html.text(" — " + verdict(problem)).raw("</summary>");
    html.element("p", "note", "The proposer wrote:");
    html.element("pre", "model", text(problem.text()));
    if (asked) {
      html.raw("<div class=\"scroll\"><table><thead><tr>");
      for (String column : new String[] {"answer", "form", "reward", "text"}) {
        html.element("th", column);
      }
      html.raw("</tr></thead><tbody>");
      problem.shown().stream().limit(ANSWERS).forEach(answer -> answer(html, answer));
      html.raw("</tbody></table></div>");
    }
    html.raw("</details>");
  }

  private static void answer(Html html, RoundPage.AnswerView answer) {
    html.raw("<tr>").element("td", "model", text(answer.answer()));
    html.element("td", text(answer.format()));
    html.element("td", number(answer.reward()));
    html.element("td", "model", text(answer.text())).raw("</tr>");
  }

  private static String verdict(RoundPage.ProblemView problem) {
    if (problem.problem() == null) {
      return "refused: " + text(problem.rejection());
    }
    String votes = problem.votes() + " of " + problem.attempts() + " votes";
    String reward = problem.reward() == null ? "" : ", reward " + number(problem.reward());
    if (problem.label() == null) {
      return "no label, " + votes + reward;
    }
    String truth =
        problem.truth() == null
            ? ""
            : text(problem.label()).equals(text(problem.truth()))
                ? " (right)"
                : " (wrong: it is " + text(problem.truth()) + ")";
    return "label " + text(problem.label()) + truth + ", " + votes + reward;
  }

  private static String text(Clip clip) {
    return clip == null
        ? ""
        : clip.text().length() < clip.length() ? clip.text() + "…" : clip.text();
  }

  private static String number(Double value) {
    return value == null ? "" : String.format(Locale.ROOT, "%.3g", value);
  }
}
