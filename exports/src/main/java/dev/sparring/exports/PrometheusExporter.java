package dev.sparring.exports;

import dev.sparring.core.config.MetricsSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.StatusFile;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.PrometheusNaming;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Lets Prometheus scrape the newest metrics of a run, each as {@code sparring_…} with the labels
 * {@code run} and {@code task}, and how the run stands.
 */
final class PrometheusExporter implements Exporter {
  private static final String[] LABELS = {"run", "task"};

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Map<String, Gauge> gauges = new HashMap<>();
  private final MetricRows rows;
  private final String[] values;
  private final Gauge finished;
  private final Gauge ended;
  private final Counter alarms;
  private final Counter lost;
  private final Counter checkpoints;
  private final HTTPServer server;
  private volatile Path run;

  private PrometheusExporter(Settings settings) {
    this.values = new String[] {settings.run().name(), settings.task()};
    this.rows = new MetricRows(settings.metrics().names(), 0);
    Gauge steps = gauge("sparring_steps", "Rounds that the run is to have.");
    steps.labelValues(values).set(settings.run().steps());
    this.finished =
        gauge("sparring_round_finished_timestamp_seconds", "When the last round was finished.");
    this.ended = gauge("sparring_ended", "1 when the run has ended, else 0.");
    ended.labelValues(values).set(0);
    this.alarms = counter("sparring_guard_alarms_total", "Alarms of guards.", "guard");
    this.lost = counter("sparring_workers_lost_total", "Workers that were lost.");
    lost.labelValues(values);
    this.checkpoints = counter("sparring_checkpoints_total", "Checkpoints that were written.");
    checkpoints.labelValues(values);
    GaugeWithCallback.builder()
        .name("sparring_quiet_seconds")
        .help("Seconds without progress.")
        .labelNames(LABELS)
        .callback(to -> status().ifPresent(now -> to.call(now.quietSeconds(), values)))
        .register(registry);
    GaugeWithCallback.builder()
        .name("sparring_workers")
        .help("Workers by what they do.")
        .labelNames(LABELS[0], LABELS[1], "state")
        .callback(
            to -> workers().forEach((state, count) -> to.call(count, values[0], values[1], state)))
        .register(registry);
    this.server = start(settings.metrics().prometheus());
  }

  static Optional<Exporter> of(Settings settings, Consumer<String> note) {
    MetricsSettings metrics = settings.metrics();
    return metrics.prometheus().isEmpty()
        ? Optional.empty()
        : Optional.of(new PrometheusExporter(settings));
  }

  private HTTPServer start(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    try {
      int port = Integer.parseInt(address.substring(colon + 1));
      return HTTPServer.builder()
          .inetAddress(InetAddress.getByName(host))
          .port(port)
          .registry(registry)
          .buildAndStart();
    } catch (IOException | IllegalArgumentException e) {
      throw new ExportException(
          "Prometheus can't be served on metrics.prometheus, "
              + address
              + ": "
              + e.getMessage()
              + "; choose another address or leave it empty",
          e);
    }
  }

  /** The port that it listens on. */
  int port() {
    return server.getPort();
  }

  private Gauge gauge(String name, String help) {
    return Gauge.builder().name(name).help(help).labelNames(LABELS).register(registry);
  }

  private Counter counter(String name, String help, String... more) {
    String[] labels = new String[LABELS.length + more.length];
    System.arraycopy(LABELS, 0, labels, 0, LABELS.length);
    System.arraycopy(more, 0, labels, LABELS.length, more.length);
    return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
  }

  @Override
  public void accept(RunEvent event) {
    if (event instanceof RunEvent.RunBegun begun) {
      run = begun.directory();
    } else if (event instanceof RunEvent.GuardRaised raised) {
      alarms.labelValues(values[0], values[1], raised.guard()).inc();
    } else if (event instanceof RunEvent.WorkerLost) {
      lost.labelValues(values).inc();
    } else if (event instanceof RunEvent.CheckpointWritten) {
      checkpoints.labelValues(values).inc();
    } else if (event instanceof RunEvent.RunEnded) {
      ended.labelValues(values).set(1);
    } else {
      rows.of(event).ifPresent(this::show);
    }
  }

  private void show(MetricRow row) {
    row.metrics()
        .forEach(
            (key, value) ->
                gauges
                    .computeIfAbsent(
                        name(key), name -> gauge(name, "Metric " + key + ", see docs/metrics.md."))
                    .labelValues(values)
                    .set(value));
    if (row.kind() == MetricRow.Kind.ROUND) {
      gauges
          .computeIfAbsent("sparring_step", name -> gauge(name, "Rounds that are finished."))
          .labelValues(values)
          .set(row.step());
      finished.labelValues(values).set(System.currentTimeMillis() / 1e3);
    }
  }

  /** {@code verifier/majorityShare} as {@code sparring_verifier_majority_share}. */
  static String name(String key) {
    String words = key.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    return PrometheusNaming.sanitizeMetricName("sparring_" + words.replaceAll("[^a-z0-9_]+", "_"));
  }

  private Map<String, Integer> workers() {
    Map<String, Integer> counts = new TreeMap<>();
    status()
        .ifPresent(
            now ->
                now.pool()
                    .workers()
                    .forEach(worker -> counts.merge(worker.state(), 1, Integer::sum)));
    return counts;
  }

  /** What the trainer has written about itself in the last seconds; empty before the first time. */
  private Optional<StatusFile> status() {
    try {
      return Optional.ofNullable(run).flatMap(StatusFile::read);
    } catch (RunException e) {
      return Optional.empty(); // a scrape of the other metrics goes on
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
