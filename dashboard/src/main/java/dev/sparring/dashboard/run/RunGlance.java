package dev.sparring.dashboard.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What can be told of a run from its small files: configuration, summary, and whether it goes on. A
 * file is read again when it was written again.
 */
public final class RunGlance {
  private static final int END = 1 << 16;
  private final RunFolder run;
  private final StatusWatch watch;
  private RunConfiguration configuration;
  private long configured = -1;
  private Optional<RunSummary> summary = Optional.empty();
  private long summarised = -1;
  private Map<String, Double> before = Map.of();
  private RunStatus status;
  private MetricsRow newest = new MetricsRow(0, Map.of());
  private long measured = -1;

  public RunGlance(RunFolder run) {
    this.run = run;
    this.watch = new StatusWatch(run);
  }

  /**
   * A run in a list.
   *
   * @param written when it wrote last, in milliseconds since 1970
   * @param before greedy accuracy of the base; null while it has not been measured
   * @param after greedy accuracy, the newest there is; null while it has not been measured
   */
  public record Card(
      String id,
      String name,
      String task,
      String reward,
      String state,
      String says,
      int step,
      int steps,
      long written,
      Double before,
      Double after) {}

  /** Looks at the run. */
  public Card card(String id) {
    long written = RunFolder.written(run.metrics());
    if (written != measured) {
      measured = written;
      newest = last(run);
    }
    look(newest);
    return new Card(
        id,
        run.name(),
        configuration.settings().map(it -> it.task()).orElse(""),
        configuration.settings().map(it -> it.solver().reward()).orElse(""),
        status.kind(),
        status.says(),
        newest.step(),
        configuration.steps(),
        status.written(),
        before.get("eval/greedy"),
        summary.map(it -> it.after().get("eval/greedy")).orElse(null));
  }

  /** The last complete line of the metrics. */
  private static MetricsRow last(RunFolder run) {
    try (SeekableByteChannel file = Files.newByteChannel(run.metrics())) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(END, file.size()));
      file.position(file.size() - buffer.capacity());
      while (buffer.hasRemaining() && file.read(buffer) >= 0) {
        continue;
      }
      byte[] bytes = buffer.array();
      int end = lastNewline(bytes, buffer.position());
      int begin = lastNewline(bytes, end) + 1;
      return end < 0
          ? new MetricsRow(0, Map.of())
          : MetricsRow.parse(Arrays.copyOfRange(bytes, begin, end), end - begin)
              .orElse(new MetricsRow(0, Map.of()));
    } catch (IOException e) {
      return new MetricsRow(0, Map.of());
    }
  }

  private static int lastNewline(byte[] bytes, int before) {
    int at = before - 1;
    while (at >= 0 && bytes[at] != '\n') {
      at--;
    }
    return at;
  }

  /**
   * Reads what was written again.
   *
   * @param row the run's last round
   * @return whether anything has changed
   */
  boolean look(MetricsRow row) {
    boolean changed = configure() | summarise();
    RunStatus now = watch.look(summary, row.value("time/round"), System.currentTimeMillis());
    changed |= !now.equals(status);
    status = now;
    return changed;
  }

  private boolean configure() {
    long written = RunFolder.written(run.configuration());
    boolean changed = written != configured;
    if (changed) {
      configured = written;
      configuration = RunConfiguration.read(run);
    }
    return changed;
  }

  private boolean summarise() {
    long written = RunFolder.written(run.summary());
    boolean changed = written != summarised;
    if (changed) {
      summarised = written;
      summary = RunSummary.read(run);
    }
    if (changed || before.isEmpty()) {
      Map<String, Double> base =
          summary.map(RunSummary::before).orElseGet(() -> RunSummary.before(run));
      changed |= !base.equals(before);
      before = base;
    }
    return changed;
  }

  RunConfiguration configuration() {
    return configuration;
  }

  Optional<RunSummary> summary() {
    return summary;
  }

  Map<String, Double> before() {
    return before;
  }

  RunStatus status() {
    return status;
  }
}
