package dev.sparring.exports;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Tells a run to an MLflow tracking server. Metrics go into a file first, {@link MetricSpool}, and
 * {@link MlflowSender} sends them from there: a server that is away holds up nothing, and gets
 * everything when it is back. A resumed run goes on with the same run of MLflow.
 */
final class MlflowExporter implements Exporter {
  /** How long the end of a run waits for the server. */
  private static final Duration GRACE = Duration.ofSeconds(15);

  private final Settings settings;
  private final Consumer<String> note;
  private final Duration grace;
  private final MlflowSender.Pauses pauses;
  private Optional<MlflowSender> sender = Optional.empty();
  private MetricSpool spool;
  private MetricRows rows;

  MlflowExporter(
      Settings settings, Consumer<String> note, MlflowSender.Pauses pauses, Duration grace) {
    this.settings = settings;
    this.note = note;
    this.pauses = pauses;
    this.grace = grace;
  }

  static Optional<Exporter> of(Settings settings, Consumer<String> note) {
    return settings.metrics().mlflow().isEmpty()
        ? Optional.empty()
        : Optional.of(new MlflowExporter(settings, note, MlflowSender.Pauses.USUAL, GRACE));
  }

  @Override
  public void accept(RunEvent event) {
    try {
      if (event instanceof RunEvent.RunBegun begun) {
        begin(begun);
      } else if (sender.isPresent()) {
        Optional<MetricRow> row = rows.of(event);
        if (row.isPresent() && !row.get().again()) {
          add(row.get().step(), row.get().metrics(), System.currentTimeMillis());
        }
        if (event instanceof RunEvent.RunEnded ended) {
          sender.get().ends(status(ended.summary()));
        }
      }
    } catch (IOException e) {
      note.accept("MLflow is not told of this run any more: " + e.getMessage());
      close();
    }
  }

  /**
   * Sends what a run that has ended could not be sent.
   *
   * @param run its folder
   */
  static void sendLeft(Path run, Settings settings, Consumer<String> note) {
    Optional<Summary> summary;
    try {
      summary = Summary.read(run);
    } catch (IOException e) {
      throw new ExportException("can't read the summary of " + run + ": " + e.getMessage(), e);
    }
    Path folder = run.resolve("mlflow");
    if (settings.metrics().mlflow().isEmpty() || !Files.isDirectory(folder)) {
      throw new ExportException(run + " is told to no MLflow server (metrics.mlflow)", null);
    }
    MlflowExporter exporter = new MlflowExporter(settings, note, MlflowSender.Pauses.USUAL, GRACE);
    exporter.accept(new RunEvent.RunBegun(run, settings, summary.map(Summary::steps).orElse(0)));
    summary.ifPresent(ended -> exporter.accept(new RunEvent.RunEnded(ended)));
    exporter.close();
  }

  private void begin(RunEvent.RunBegun begun) throws IOException {
    Path folder = begun.directory().resolve("mlflow");
    spool = new MetricSpool(folder.resolve("spool.jsonl"));
    catchUp(begun.directory(), begun.step());
    rows = new MetricRows(settings.metrics().names(), spool.last());
    MlflowClient client = new MlflowClient(settings.metrics().mlflow(), System.getenv());
    sender =
        Optional.of(
            new MlflowSender(
                client,
                spool,
                folder.resolve("state.json"),
                new MlflowSender.Subject(
                    settings.metrics().mlflow(),
                    begun.settings().run().name(),
                    parameters(begun.settings())),
                note,
                pauses));
    sender.get().start();
  }

  /**
   * Rounds of a resumed run that were not spooled: MLflow was asked for later, or a process died.
   */
  private void catchUp(Path run, int step) throws IOException {
    Path file = RunDirectory.metrics(run);
    if (step <= spool.last() || !Files.isRegularFile(file)) {
      return;
    }
    long at = Files.getLastModifiedTime(file).toMillis();
    for (Map<String, Double> row : MetricsLog.read(file)) {
      int round = row.get("step").intValue();
      if (round > spool.last() && round <= step) {
        Map<String, Double> metrics = new TreeMap<>(row);
        metrics.remove("step");
        add(round, MetricNames.with(settings.metrics().names(), metrics), at);
      }
    }
  }

  private void add(int step, Map<String, Double> metrics, long at) throws IOException {
    spool.add(new MetricSpool.Entry(at, step, metrics));
    sender.ifPresent(MlflowSender::wake);
  }

  private static Map<String, String> parameters(Settings settings) {
    Map<String, String> parameters = new TreeMap<>(settings.values());
    parameters.keySet().removeIf(key -> key.startsWith("metrics."));
    return parameters;
  }

  private static String status(Summary summary) {
    return switch (summary.stopped()) {
      case Summary.FAILED -> "FAILED";
      case Summary.INTERRUPTED -> "KILLED";
      default -> "FINISHED";
    };
  }

  @Override
  public void close() {
    sender.ifPresent(open -> open.close(grace));
    sender = Optional.empty();
  }
}
