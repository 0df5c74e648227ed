package dev.sparring.exports;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.TrainingRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The exporters that the settings under {@code metrics} ask for.
 *
 * <pre>
 * try (Exporters exporters = Exporters.open(settings, System.err::println);
 *     Training training = Training.of(exporters.of(TrainingRequest.start(settings)))) {
 *   training.end().join();
 * }
 * </pre>
 */
public final class Exporters implements AutoCloseable {
  /** All that there are. Each looks up its own setting, and is there if that is set. */
  private static final List<BiFunction<Settings, Consumer<String>, Optional<Exporter>>> ALL =
      List.of(
          TensorBoardExporter::of,
          PrometheusExporter::of,
          MlflowExporter::of,
          OpenTelemetryExporter::of);

  private final List<Exporter> open = new ArrayList<>();

  private Exporters() {}

  /**
   * Opens them.
   *
   * @param note told in one line what a person should know, such as that a server does not answer
   * @throws ExportException when one can't begin, for example because its port is taken
   */
  public static Exporters open(Settings settings, Consumer<String> note) {
    Exporters exporters = new Exporters();
    try {
      ALL.forEach(one -> one.apply(settings, note).ifPresent(exporters.open::add));
      return exporters;
    } catch (RuntimeException e) {
      exporters.close();
      throw e;
    }
  }

  /**
   * Tells MLflow what it was not told of a run, because it did not answer when the run ended.
   *
   * @param run its folder
   * @throws ExportException when the run is told to no server
   */
  public static void sendLeft(Path run, Settings settings, Consumer<String> note) {
    MlflowExporter.sendLeft(run, settings, note);
  }

  /** The same training, and every exporter hears of it. */
  public TrainingRequest of(TrainingRequest request) {
    TrainingRequest heard = request;
    for (Exporter exporter : open) {
      heard = heard.subscriber(exporter);
    }
    return heard;
  }

  /** Sends what is left, within a few seconds. The training must have ended. */
  @Override
  public void close() {
    open.forEach(Exporter::close);
    open.clear();
  }
}
