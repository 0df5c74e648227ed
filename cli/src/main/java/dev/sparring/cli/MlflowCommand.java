package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.exports.ExportException;
import dev.sparring.exports.Exporters;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring mlflow}. */
@Command(
    name = "mlflow",
    header = "tells MLflow what it missed of a run that has ended",
    mixinStandardHelpOptions = true,
    description = {
      "Sends the metrics of a run that has ended and that MLflow (metrics.mlflow) has not been told,"
          + " because it did not answer then. Metrics that it has are not sent again.",
      ""
    },
    footer = {"", "Examples:", "  sparring mlflow frozen"})
final class MlflowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "the run's name or its folder")
  private String name;

  @Override
  public Integer call() {
    Path run = RunResolver.of(Settings.load(Optional.empty(), Map.of())).require(name);
    try (RunDirectory locked = RunDirectory.open(run)) { // the trainer sends while it lives
      Exporters.sendLeft(
          locked.path(),
          RunDirectory.settings(run),
          line -> spec.commandLine().getOut().println(line));
      return 0;
    } catch (ExportException e) {
      throw new RunException(e.getMessage(), e);
    }
  }
}
