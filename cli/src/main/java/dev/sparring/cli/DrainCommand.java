package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.RunRequests;
import dev.sparring.orchestrator.run.StatusFile;
import dev.sparring.policy.worker.PoolStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring drain}. */
@Command(
    name = "drain",
    header = "lets a worker of a run finish its piece and leave",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the trainer of a run to let a worker finish its piece and leave; its process then ends"
          + " with exit code 0. When it is the learner, another worker restores the newest"
          + " checkpoint and takes its place. `sparring status RUN` lists the workers.",
      ""
    },
    footer = {"", "Examples:", "  sparring drain nightly left"})
final class DrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "name or folder of the run")
  private String run;

  @Parameters(paramLabel = "NAME", description = "name of the worker")
  private String name;

  @Override
  public Integer call() {
    Path folder = RunResolver.of(Settings.load(Optional.empty(), Map.of())).require(run);
    List<String> workers =
        StatusFile.read(folder).stream()
            .flatMap(status -> status.pool().workers().stream())
            .map(PoolStatus.Worker::name)
            .toList();
    if (!workers.contains(name)) {
      throw new RunException(
          "the run "
              + folder
              + " has no worker "
              + name
              + (workers.isEmpty() ? "" : "; it has " + String.join(", ", workers)));
    }
    RunRequests.drain(folder, name);
    spec.commandLine().getOut().println(name + " leaves when it has finished its piece");
    return 0;
  }
}
