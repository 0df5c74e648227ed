package dev.sparring.exports;

import dev.sparring.core.config.MetricsSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes TensorBoard's event files into the run's folder {@code tensorboard}: every metric, the
 * distributions of rewards and lengths, and a few problems as text.
 */
final class TensorBoardExporter implements Exporter {
  private final MetricsSettings.Names names;
  private final Consumer<String> note;
  private Optional<EventFile> file = Optional.empty();
  private MetricRows rows;
  private Path run;

  private TensorBoardExporter(MetricsSettings.Names names, Consumer<String> note) {
    this.names = names;
    this.note = note;
  }

  static Optional<Exporter> of(Settings settings, Consumer<String> note) {
    MetricsSettings metrics = settings.metrics();
    return metrics.tensorboard()
        ? Optional.of(new TensorBoardExporter(metrics.names(), note))
        : Optional.empty();
  }

  @Override
  public void accept(RunEvent event) {
    try {
      if (event instanceof RunEvent.RunBegun begun) {
        begin(begun);
      } else if (file.isPresent()) {
        Optional<MetricRow> row = rows.of(event);
        if (row.isPresent()) {
          write(file.get(), row.get());
        }
      }
    } catch (IOException e) {
      note.accept("TensorBoard's event files are not written any more: " + e.getMessage());
      close();
    }
  }

  private void begin(RunEvent.RunBegun begun) throws IOException {
    run = begun.directory();
    rows = new MetricRows(names, begun.step());
    EventFile fresh = EventFile.create(run.resolve("tensorboard"), now());
    file = Optional.of(fresh);
    fresh.begin(now(), begun.step() == 0 ? 0 : begun.step() + 1);
  }

  private void write(EventFile to, MetricRow row) throws IOException {
    if (row.again()) {
      to.begin(now(), row.step());
    }
    List<byte[]> values = new ArrayList<>();
    row.metrics()
        .forEach(
            (tag, value) -> {
              if (Double.isFinite(value)) {
                values.add(EventFile.scalar(tag, value));
              }
            });
    if (row.kind() == MetricRow.Kind.ROUND) {
      RolloutSummary rollouts = RolloutSummary.read(run, row.step());
      rollouts
          .distributions()
          .forEach((tag, all) -> values.add(EventFile.histogram(tag, Buckets.of(all))));
      values.add(EventFile.text("problems", rollouts.samples()));
    }
    to.write(now(), row.step(), values);
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  @Override
  public void close() {
    Optional<EventFile> open = file;
    file = Optional.empty();
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (IOException e) {
      note.accept("TensorBoard's event file could not be closed: " + e.getMessage());
    }
  }
}
