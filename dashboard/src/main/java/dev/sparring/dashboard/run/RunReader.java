package dev.sparring.dashboard.run;

import dev.sparring.core.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Follows one run. Holds a bounded number of values, whatever the run's length: buckets of metrics,
 * the newest alarms, refusals of some rounds, and twelve bytes for each round's line.
 */
public final class RunReader {
  private final RunFolder run;
  private final RunGlance glance;
  private final MetricsFile metrics;
  private final RefusalSample refusals;
  private final MetricsFile.Reader rows = new Rows();
  private SeriesTable series = new SeriesTable();
  private GuardMarks marks;
  private MetricsRow newest = new MetricsRow(0, Map.of());
  private long trainer;
  private long version;

  public RunReader(RunFolder run) {
    this.run = run;
    this.glance = new RunGlance(run);
    this.metrics = new MetricsFile(run.metrics());
    this.refusals = new RefusalSample(run);
    glance.look(newest);
    this.marks = marks();
  }

  private GuardMarks marks() {
    return new GuardMarks(
        glance.configuration().settings().map(Settings::guards).orElse(List.of()));
  }

  private final class Rows implements MetricsFile.Reader {
    @Override
    public void restart() {
      series = new SeriesTable();
      marks = marks();
      newest = new MetricsRow(0, Map.of());
      refusals.restart();
    }

    @Override
    public void row(MetricsRow row) {
      series.add(row);
      marks.add(row);
      newest = row;
    }
  }

  /** Reads what has changed; {@link #version} tells whether anything has. */
  public synchronized void poll() throws IOException {
    boolean changed = metrics.poll(rows);
    changed |= glance.look(newest);
    long told = RunFolder.written(run.status());
    changed |= told != trainer;
    trainer = told;
    changed |= refusals.advance(newest.step());
    version += changed ? 1 : 0;
  }

  /** Changes whenever anything has. */
  public synchronized long version() {
    return version;
  }

  /** Everything but the series. */
  public synchronized RunOverview overview(String id) {
    return RunOverview.of(id, run, glance, metrics.size(), newest, marks, refusals);
  }

  /** Lets somebody read the series while they do not change. */
  public synchronized void series(Consumer<SeriesTable> reader) {
    reader.accept(series);
  }

  /** The series of some rounds, as exact as there is place for. */
  public synchronized SeriesTable series(int from, int to) throws IOException {
    SeriesTable part = new SeriesTable();
    metrics.read(from, to, part::add);
    return part;
  }

  /** The last round; 0 before the first. */
  public synchronized int last() {
    return newest.step();
  }

  /** How many rounds came after one. */
  public synchronized int after(int step) {
    return metrics.between(step + 1, Integer.MAX_VALUE - 1);
  }

  /** Reads the rounds after one. */
  public synchronized void after(int step, Consumer<MetricsRow> reader) throws IOException {
    metrics.read(step + 1, Integer.MAX_VALUE - 1, reader);
  }

  /** The folder. */
  public RunFolder run() {
    return run;
  }

  /** The configuration. */
  public synchronized RunConfiguration configuration() {
    return glance.configuration();
  }
}
