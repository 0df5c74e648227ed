package dev.sparring.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Shows the progress of a command: as a bar on a terminal, else as a line every ten seconds. */
final class ThrottledProgress implements AutoCloseable {
  private static final long SILENCE = TimeUnit.SECONDS.toNanos(10);

  private final ProgressDisplay display;
  private final String unit;
  private final int all;
  private int done;
  private long said = System.nanoTime();

  /**
   * Begins.
   *
   * @param name of the work
   * @param unit what is counted
   * @param all how many there will be
   */
  ThrottledProgress(PrintWriter out, String name, String unit, int all) {
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
