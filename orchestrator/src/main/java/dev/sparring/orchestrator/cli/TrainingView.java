package dev.sparring.orchestrator.cli;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunListener;
import dev.sparring.orchestrator.evaluation.Exam;
import dev.sparring.orchestrator.run.Summary;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees of a run: a progress bar on a terminal, else a line a round; then a table. */
final class TrainingView implements RunListener {
  private final PrintStream out;
  private final boolean terminal = System.console() != null;
  private Settings settings;
  private ProgressBar bar;

  TrainingView(PrintStream out) {
    this.out = out;
  }

  void begin(Settings now) {
    settings = now;
    out.printf(
        "Task %s, model %s, %d rounds of %d problems with %d answers each, seed %d.%n",
        now.task(),
        now.policy().model(),
        now.run().steps(),
        now.proposer().problems(),
        now.solver().samples(),
        now.run().seed());
    if (now.solver().reward().equals("truth")) {
      out.println("The reward is the TRUTH: this run shows a ceiling, it is no self-play.");
    }
  }

  void started(Path directory) {
    out.println("Run " + directory);
  }

  @Override
  public synchronized void examining(String when) {
    if (!terminal) {
      out.println("Answering held-out problems (" + when + ") …");
    }
  }

  @Override
  public synchronized void examined(String when, Map<String, Double> marks) {
    if (!terminal) {
      out.printf(
          Locale.ROOT,
          "%s: greedy %.3f, sampled %.3f, majority %.3f%n",
          when,
          marks.get("eval/greedy"),
          marks.get("eval/sampled"),
          marks.get("eval/majority"));
    }
  }

  @Override
  public synchronized void round(int step, int steps, Map<String, Double> m) {
    String figures =
        String.format(
            Locale.ROOT,
            "labelled %.2f  share %.2f  label right %.2f  reward %.2f  kl %.3f",
            m.get("verifier/labelled"),
            m.get("verifier/majorityShare"),
            m.get("probe/labelAccuracy"),
            m.get("solver/reward"),
            m.get("solver/kl"));
    if (terminal) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName("self-play")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .build();
      }
      bar.stepTo(step);
      bar.setExtraMessage(" " + figures);
    } else {
      out.printf(
          Locale.ROOT, "round %d/%d  %s  %.2f s%n", step, steps, figures, m.get("time/round"));
    }
  }

  @Override
  public synchronized void note(String line) {
    closeBar();
    out.println(line);
  }

  private void closeBar() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** The table, and what it means. */
  synchronized void ended(Summary summary) {
    closeBar();
    out.println();
    if (!summary.after().isEmpty()) {
      out.println(table(summary));
      out.println(Conclusion.of(summary));
    }
    String why = summary.reason().isEmpty() ? "" : " (" + summary.reason() + ")";
    out.printf(
        Locale.ROOT,
        "%s after %d rounds, %.1f s%s%n",
        summary.stopped(),
        summary.steps(),
        summary.seconds(),
        why);
  }

  private String table(Summary summary) {
    int problems = settings.evaluation().problems();
    int samples = settings.evaluation().samples();
    List<String[]> rows = new ArrayList<>();
    row(rows, "greedy", "eval/greedy", summary);
    row(rows, "sampled, T " + settings.sampling().temperature(), "eval/sampled", summary);
    row(rows, "majority@" + samples, "eval/majority", summary);
    row(rows, "pass@" + samples, "eval/pass", summary);
    summary
        .before()
        .forEach(
            (key, value) -> {
              if (key.startsWith("eval/" + Exam.FORCED)) {
                String form = key.substring(("eval/" + Exam.FORCED).length());
                rows.add(new String[] {"greedy, " + form + " forced", percent(value), "", ""});
              }
            });
    return AsciiTable.getTable(
        AsciiTable.NO_BORDERS,
        rows,
        List.of(
            new Column()
                .header("held-out problems (" + problems + ")")
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .with(r -> r[0]),
            new Column().header("base").with(r -> r[1]),
            new Column().header("trained").with(r -> r[2]),
            new Column().header("change").with(r -> r[3])));
  }

  private static void row(List<String[]> rows, String name, String key, Summary summary) {
    double before = summary.before().getOrDefault(key, Double.NaN);
    double after = summary.after().getOrDefault(key, Double.NaN);
    rows.add(
        new String[] {
          name,
          percent(before),
          percent(after),
          String.format(Locale.ROOT, "%+.1f", 100 * (after - before))
        });
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
