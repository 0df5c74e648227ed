package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring runs}. */
@Command(
    name = "runs",
    header = "lists runs and how each of them stands",
    mixinStandardHelpOptions = true,
    description = {
      "Lists runs, the oldest first: task, model, rounds, state, and greedy accuracy on held-out"
          + " problems before and after. A run is running, completed, stopped by a guard,"
          + " interrupted, failed, or killed, when its process ended without a word.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring runs",
      "  sparring runs /data/runs --json",
    })
final class RunsCommand implements Callable<Integer> {
  private static final int WIDEST = 40;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "the folder of runs (default: runs, or what run.directory holds)")
  private Path directory;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Path runs =
        Optional.ofNullable(directory)
            .orElseGet(() -> Path.of(Settings.load(Optional.empty(), Map.of()).run().directory()));
    if (directory != null && !Files.isDirectory(directory)) {
      throw new RunException("there is no directory " + directory);
    }
    List<RunStatus> all = RunStatus.all(runs);
    if (json) {
      out.println(object(runs, all));
    } else {
      out.println(all.isEmpty() ? "There is no run in " + runs + "." : table(all));
    }
    all.forEach(run -> run.problem().ifPresent(line -> Main.complain(spec.commandLine(), line)));
    return 0;
  }

  private static String object(Path runs, List<RunStatus> all) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("directory", runs.toString());
    object.put("runs", all.stream().map(RunStatus::fields).toList());
    return JsonOutput.line(object);
  }

  private static String table(List<RunStatus> all) {
    List<String[]> rows = new ArrayList<>();
    for (RunStatus run : all) {
      rows.add(
          new String[] {
            run.path().getFileName().toString(),
            run.task(),
            shortened(run.model()),
            run.steps() == 0 ? "" : run.step() + "/" + run.steps(),
            run.state(),
            Tables.percent(run.before()),
            Tables.percent(run.after())
          });
    }
    return Tables.of(
        List.of("<run", "<task", "<model", "round", "<state", "before", "after"), rows);
  }

  /** The end of a long name, which tells models apart. */
  private static String shortened(String model) {
    int length = model.codePointCount(0, model.length());
    return length <= WIDEST
        ? model
        : "…" + model.substring(model.offsetByCodePoints(0, length - WIDEST + 1));
  }
}
