package dev.sparring.cli;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is: a bar on a terminal, else a line every so many steps. */
final class ProgressDisplay implements AutoCloseable {
  private final PrintWriter out;
  private final String name;
  private final String unit;
  private final int steps;
  private final int every;
  private final boolean terminal = Terminal.bars();
  private final long begun = System.nanoTime();
  private ProgressBar bar;

  /**
   * @param name of what goes on
   * @param unit what a step is called
   * @param every steps from one line to the next, without a terminal
   */
  ProgressDisplay(PrintWriter out, String name, String unit, int steps, int every) {
    this.out = out;
    this.name = name;
    this.unit = unit;
    this.steps = steps;
    this.every = every;
  }

  /**
   * A step is done.
   *
   * @param brief how it went, in the few letters that a bar leaves room for
   * @param figures how it went
   */
  void at(int step, String brief, String figures) {
    if (terminal) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .startsFrom(step, Duration.ofNanos(System.nanoTime() - begun))
                .build();
      }
      bar.stepTo(step);
      bar.setExtraMessage(" " + brief);
    } else if (step % every == 0 || step == steps) {
      out.println(unit + " " + step + "/" + steps + "  " + figures);
    }
  }

  /** What goes on within a step, behind a bar that is there. */
  void brief(String now) {
    if (bar != null) {
      bar.setExtraMessage(" " + now);
    }
  }

  /** Says something for good, above what comes next of the bar. */
  void say(String line) {
    close();
    out.println(line);
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
