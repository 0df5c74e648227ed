package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.StatusFile;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.worker.PoolStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring status}. */
@Command(
    name = "status",
    header = "says what a run does, who works for it, and who waits for whom",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a run does at the moment: its state, its workers, and who waits for whom since"
          + " when. Exit code 0 while its trainer lives or when it has ended well, 1 when the trainer"
          + " has not been heard of for --within, so that it serves as a probe.",
      ""
    },
    footer = {"", "Examples:", "  sparring status nightly", "  sparring status nightly --json"})
final class StatusCommand implements Callable<Integer> {
  private static final String COMPLETED = "completed";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "name or folder of the run")
  private String run;

  @Option(
      names = "--within",
      paramLabel = "SECONDS",
      description = "how old a trainer's last sign of life may be (default: 30)")
  private double within = 30;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path folder = RunResolver.of(Settings.load(Optional.empty(), Map.of())).require(run);
    RunStatus stands = RunStatus.of(folder);
    Optional<StatusFile> status =
        stands.state().equals("running") ? StatusFile.read(folder) : Optional.empty();
    double age = status.map(s -> (System.currentTimeMillis() - s.at()) / 1000.0).orElse(Double.NaN);
    boolean alive = status.isPresent() && age <= within;
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>(stands.fields());
      object.put("alive", alive);
      object.put("age", age);
      status.ifPresent(s -> object.put("status", Json.read(folder.resolve(StatusFile.NAME))));
      out.println(JsonOutput.line(object));
    } else {
      out.printf(
          Locale.ROOT,
          "%s: %s, round %d of %d%n",
          folder.getFileName(),
          stands.state(),
          stands.step(),
          stands.steps());
      status.ifPresent(s -> print(out, s, age));
    }
    return alive || ended(stands) ? 0 : Main.FAILURE;
  }

  private static boolean ended(RunStatus stands) {
    return stands.state().equals(COMPLETED) || stands.state().startsWith("stopped");
  }

  private static void print(PrintWriter out, StatusFile status, double age) {
    out.printf(
        Locale.ROOT,
        "%s in step %d with policy version %d; last sign of life %.0f s ago%n",
        status.state(),
        status.step(),
        status.policyVersion(),
        age);
    if (!status.pool().workers().isEmpty()) {
      List<String[]> rows = new ArrayList<>();
      for (PoolStatus.Worker worker : status.pool().workers()) {
        rows.add(
            new String[] {
              worker.name() + (worker.learner() ? " (learner)" : ""),
              worker.device(),
              worker.state(),
              worker.policyVersion(),
              worker.piece().orElse(""),
              String.format(Locale.ROOT, "%.0f s", worker.seconds()),
              Long.toString(worker.pieces()),
              String.format(Locale.ROOT, "%.1f", worker.piecesPerMinute())
            });
      }
      out.println(
          Tables.of(
              List.of(
                  "<worker",
                  "<device",
                  "<state",
                  "version",
                  "<piece",
                  "since",
                  "pieces",
                  "a minute"),
              rows));
    }
    status.waits().forEach(wait -> out.println(wait.line()));
  }
}
