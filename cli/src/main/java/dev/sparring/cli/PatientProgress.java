package dev.sparring.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How far something is that mostly takes seconds: a bar on a terminal, else a line now and then.
 */
final class PatientProgress implements AutoCloseable {
  private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

  private final ProgressDisplay display;
  private final String unit;
  private final int all;
  private int done;
  private long said = System.nanoTime();

  /**
   * @param name of what goes on
   * @param unit what is counted
   * @param all how many there are
   */
  PatientProgress(PrintWriter out, String name, String unit, int all) {
    this.display = new ProgressDisplay(out, name, unit, all, 1);
    this.unit = unit;
    this.all = all;
  }

  /** More are done. */
  void add(int more) {
    done += more;
    if (Terminal.bars()) {
      display.at(done, "", "");
    } else if (System.nanoTime() - said > SILENCE && done < all) {
      said = System.nanoTime();
      display.say(String.format(Locale.ROOT, "%s %d/%d", unit, done, all));
    }
  }

  @Override
  public void close() {
    display.close();
  }
}
