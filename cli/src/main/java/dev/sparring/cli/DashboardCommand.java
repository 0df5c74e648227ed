package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.dashboard.http.DashboardException;
import dev.sparring.dashboard.http.DashboardOptions;
import dev.sparring.dashboard.http.DashboardServer;
import dev.sparring.orchestrator.run.RunException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring dashboard}. */
@Command(
    name = "dashboard",
    header = "shows runs in a browser, live while they go on",
    mixinStandardHelpOptions = true,
    description = {
      "Shows runs in a browser, live while they go on: curves, alarms, and every problem and answer."
          + " It reads run folders and changes nothing, so it can be started and ended at any time,"
          + " also on another machine that shares the folder.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring dashboard",
      "  sparring dashboard runs/frozen runs/control --port 8080",
      "  DASHBOARD_TOKEN=… sparring dashboard --host 0.0.0.0 --token-env DASHBOARD_TOKEN"
    })
final class DashboardCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN|DIRECTORY",
      arity = "0..*",
      description = "names or folders of runs, or folders that hold runs (default: runs)")
  private List<Path> roots;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      defaultValue = DashboardOptions.LOOPBACK,
      description =
          "address to listen on (default: ${DEFAULT-VALUE}, this machine alone); any other needs a"
              + " token")
  private String host;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "7007",
      description = "port to listen on; 0 is any that is free (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--token-env",
      paramLabel = "NAME",
      description = "environment variable that holds the token which a browser has to give")
  private String tokenVariable;

  @Override
  public Integer call() {
    List<Path> folders =
        roots == null
            ? List.of(Path.of("runs"))
            : roots.stream().map(DashboardCommand::folder).toList();
    Ports.require("--port", port);
    try (DashboardServer server =
        DashboardServer.start(new DashboardOptions(folders, host, port, token()))) {
      PrintWriter out = spec.commandLine().getOut();
      out.println("Dashboard at " + server.address() + " (end it with ^C)");
      out.flush();
      new CountDownLatch(1).await(); // until the process ends
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0; // whoever interrupts it has it end
    } catch (DashboardException e) {
      throw new RunException(e.getMessage(), e);
    }
  }

  /** A folder, or the run of that name. */
  private static Path folder(Path given) {
    if (Files.isDirectory(given)) {
      return given;
    }
    return RunResolver.of(Settings.load(Optional.empty(), Map.of()))
        .find(given.toString())
        .orElseThrow(
            () ->
                new RunException(
                    "there is no folder "
                        + given
                        + "; give a run's name or folder, or a folder that holds runs"));
  }

  private Optional<String> token() {
    if (tokenVariable == null) {
      return Optional.empty();
    }
    String token = System.getenv(tokenVariable);
    if (token == null || token.isEmpty()) {
      throw new RunException(
          "the environment variable "
              + tokenVariable
              + " (--token-env) is not set; set it to a token");
    }
    return Optional.of(token);
  }
}
