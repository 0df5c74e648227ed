package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.dashboard.http.DashboardException;
import dev.sparring.dashboard.http.DashboardOptions;
import dev.sparring.dashboard.http.DashboardServer;
import dev.sparring.exports.ExportException;
import dev.sparring.exports.Exporters;
import dev.sparring.orchestrator.TrainingRequest;
import dev.sparring.orchestrator.run.RunException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What watches a run from the process that trains it: exporters, and the page in a browser. */
final class Companions implements AutoCloseable {
  private Optional<Exporters> exporters = Optional.empty();
  private Optional<DashboardServer> dashboard = Optional.empty();

  /**
   * Opens what is asked for, before the run begins.
   *
   * @param run folder that the run has, or will have
   * @param port of the page, on this machine alone; null for none
   * @param note told in one line what a person should know
   * @throws RunException when an address can't be listened on
   */
  void open(Settings settings, Path run, Integer port, Consumer<String> note) {
    try {
      if (port != null) {
        Ports.require("--dashboard", port);
        dashboard =
            Optional.of(
                DashboardServer.start(
                    new DashboardOptions(
                        List.of(run), DashboardOptions.LOOPBACK, port, Optional.empty())));
      }
      exporters = Optional.of(Exporters.open(settings, note));
    } catch (DashboardException | ExportException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** The same training, and the exporters hear of it. */
  TrainingRequest of(TrainingRequest request) {
    return exporters.map(open -> open.of(request)).orElse(request);
  }

  /** Where the page is. */
  Optional<String> address() {
    return dashboard.map(DashboardServer::address);
  }

  @Override
  public void close() {
    exporters.ifPresent(Exporters::close);
    dashboard.ifPresent(DashboardServer::close);
  }
}
