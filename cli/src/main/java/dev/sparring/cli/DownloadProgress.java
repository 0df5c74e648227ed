package dev.sparring.cli;

import dev.sparring.policy.hub.DownloadListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** What a person sees of downloads: a bar on a terminal, else a line a file. */
final class DownloadProgress implements DownloadListener {
  private static final long KILOBYTE = 1000;
  private static final long MEGABYTE = 1_000_000;
  private final PrintWriter out;
  private final boolean terminal = Terminal.bars();
  private String file = "";
  private ProgressBar bar;

  DownloadProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void downloading(String name, long bytes, long size) {
    if (terminal) {
      if (bar == null) {
        bar =
            new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(size)
                .setUnit("MB", MEGABYTE)
                .setStyle(ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(200)
                .startsFrom(bytes, java.time.Duration.ZERO)
                .build();
      }
      bar.maxHint(size);
      bar.stepTo(bytes);
      if (bytes == size) {
        end();
      }
    } else if (!name.equals(file)) {
      file = name;
      double amount = (double) size / (size < MEGABYTE ? KILOBYTE : MEGABYTE);
      out.printf(
          Locale.ROOT, "Downloading %s, %,.1f %s%n", name, amount, size < MEGABYTE ? "kB" : "MB");
    }
  }

  @Override
  public void note(String line) {
    end();
    out.println(line);
  }

  private void end() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
