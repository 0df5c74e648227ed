package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.run.Summary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a person sees of a run: a progress bar on a terminal, else a line a round; then a table. */
final class TrainingView implements Consumer<RunEvent> {
  private final PrintWriter out;
  private final DownloadProgress downloads;
  private volatile boolean fetching;
  private Settings settings;
  private ProgressDisplay progress;
  private final ProgressLine line = new ProgressLine();

  TrainingView(PrintWriter out) {
    this.out = out;
    this.downloads = new DownloadProgress(out);
  }

  void begin(Settings now) {
    settings = now;
    progress = new ProgressDisplay(out, "self-play", "round", now.run().steps(), 1);
    out.printf(
        Locale.ROOT,
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

  /** Whether all that was done so far is to download. */
  boolean fetching() {
    return fetching;
  }

  @Override
  public void accept(RunEvent event) {
    if (event instanceof RunEvent.Downloading file) {
      fetching = true;
      downloads.downloading(file.file(), file.bytes(), file.size());
    } else if (event instanceof RunEvent.Note note) {
      note(note.line());
    } else {
      show(event);
    }
  }

  private synchronized void show(RunEvent event) {
    if (event instanceof RunEvent.PhaseBegun begun) {
      line.phase(begun.phase());
      progress.brief(line.text());
    } else if (event instanceof RunEvent.EvaluationBegun begun) {
      progress.say(
          "Answering held-out problems (" + begun.when() + "; " + begun.answers() + " answers) …");
    } else if (event instanceof RunEvent.EvaluationMeasured measured) {
      evaluated(measured.when(), measured.metrics());
    } else if (event instanceof RunEvent.RoundFinished round) {
      round(round.step(), round.steps() - round.step(), round.metrics());
    } else if (event instanceof RunEvent.GuardRaised raised) {
      progress.say("guard " + raised.guard() + ": " + raised.message());
    } else if (event instanceof RunEvent.WorkerJoined joined) {
      progress.say("worker " + joined.worker() + " has come with " + joined.device());
    } else if (event instanceof RunEvent.WorkerLost lost) {
      progress.say("worker " + lost.worker() + " is lost: " + lost.why());
    } else if (event instanceof RunEvent.EventsDropped dropped) {
      progress.say(dropped.events() + " events are not shown: this terminal is too slow");
    } // a checkpoint is in the log, and the command prints the summary
  }

  void started(Path directory) {
    fetching = false;
    out.println("Run " + directory);
  }

  private void evaluated(String when, Map<String, Double> metrics) {
    String accuracies =
        Stream.of("greedy", "sampled", "majority")
            .filter(name -> metrics.containsKey("eval/" + name))
            .map(name -> String.format(Locale.ROOT, "%s %.3f", name, metrics.get("eval/" + name)))
            .collect(Collectors.joining(", "));
    line.evaluation(metrics);
    progress.say(
        when + ": " + (accuracies.isEmpty() ? "the task knows no right answers" : accuracies));
  }

  private void round(int step, int left, Map<String, Double> m) {
    line.round(left, m);
    progress.at(
        step,
        line.text(),
        String.join(
            "  ",
            m.containsKey("tests/passed") ? tests(m) : votes(m),
            figure("reward", m.get("solver/reward")),
            figure("kl", m.get("solver/kl")),
            String.format(Locale.ROOT, "%.2f s", m.get("time/round"))));
  }

  private static String votes(Map<String, Double> m) {
    return String.join(
        "  ",
        figure("labelled", m.get("verifier/labelled")),
        figure("share", m.get("verifier/majorityShare")),
        figure("label right", m.get("probe/labelAccuracy")));
  }

  private static String tests(Map<String, Double> m) {
    return String.join(
        "  ",
        figure("asked", m.get("proposer/distinct")),
        figure("tests passed", m.get("tests/passed")),
        figure("solved", m.get("tests/solved")),
        figure("mixed", m.get("tests/mixed")));
  }

  /** A figure that was not measured is a dash. */
  private static String figure(String name, Double value) {
    if (value == null || value.isNaN()) {
      return name + " –";
    }
    String shown = String.format(Locale.ROOT, "%.2f", value);
    return name + " " + (shown.equals("-0.00") ? "0.00" : shown);
  }

  /** One line more. */
  synchronized void note(String line) {
    if (progress == null || fetching) {
      downloads.note(line);
    } else {
      progress.say(line);
    }
  }

  /** Prints the table and what it means. The command itself reports a failure. */
  synchronized void ended(Summary summary) {
    progress.close();
    if (!summary.stopped().equals(Summary.FAILED)) {
      out.println();
      new SummaryView(settings).print(summary, out);
    }
  }
}
