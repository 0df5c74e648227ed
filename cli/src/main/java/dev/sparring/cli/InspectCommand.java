package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.MetricsLog;
import dev.sparring.orchestrator.run.Rollouts;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** {@code sparring inspect}. */
@Command(
    name = "inspect",
    header = "shows what happened in a run: metrics, problems and answers",
    mixinStandardHelpOptions = true,
    description = {
      "Shows what happened in a run: its metrics so far, or the problems of one step, or every"
          + " answer to one problem, or what each gate refused.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring inspect frozen",
      "  sparring inspect runs/frozen --step 12",
      "  sparring inspect frozen --step 12 --problem p003",
      "  sparring inspect frozen --gates",
      "  sparring inspect frozen --json"
    })
final class InspectCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "the run's name or its folder")
  private String name;

  @Option(names = "--step", paramLabel = "K", description = "the problems of this step")
  private Integer step;

  @Option(
      names = "--problem",
      paramLabel = "ID",
      description = "every answer to this problem of the step")
  private String problem;

  @Option(names = "--gates", description = "what each gate refused, and why")
  private boolean gates;

  @Option(names = "--formats", description = "the forms of answers, and how fast each dies out")
  private boolean formats;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  private Path run;

  @Override
  public Integer call() throws IOException {
    run = RunResolver.of(Settings.load(Optional.empty(), Map.of())).require(name);
    PrintWriter out = spec.commandLine().getOut();
    if (step == null && problem != null) {
      throw new RunException("--problem goes with --step: ids are of a step");
    }
    if ((gates || formats) && (step != null || json || gates == formats)) {
      throw new RunException("--gates and --formats stand alone: each is a table of all steps");
    }
    if (gates) {
      gates(out);
    } else if (formats) {
      List<Map<String, Double>> steps = MetricsLog.read(RunDirectory.metrics(run));
      out.println(steps.isEmpty() ? "No round is finished yet." : FormatsView.table(steps));
    } else if (step == null && json) {
      out.println(JsonOutput.line(curriculum()));
    } else if (step == null) {
      curriculum(out);
    } else {
      RolloutView played = new RolloutView(step, Rollouts.read(rollouts()));
      out.println(json ? object(played) : shown(played));
    }
    return 0;
  }

  private String shown(RolloutView played) {
    return problem == null ? played.problems() : played.problem(problem);
  }

  private String object(RolloutView played) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", run.toString());
    object.put("step", step);
    object.putAll(problem == null ? played.problemLines() : played.problemLines(problem));
    return JsonOutput.line(object);
  }

  /** Metrics as {@code metrics.jsonl} has them; the summary is null while there is none. */
  private Map<String, Object> curriculum() throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("run", run.toString());
    object.put("steps", MetricsLog.read(RunDirectory.metrics(run)));
    object.put(
        "summary", Summary.read(run).isPresent() ? Json.read(run.resolve("summary.json")) : null);
    return object;
  }

  private void curriculum(PrintWriter out) throws IOException {
    List<Map<String, Double>> steps = MetricsLog.read(RunDirectory.metrics(run));
    out.println(steps.isEmpty() ? "No round is finished yet." : MetricsView.table(steps));
    Optional<Summary> summary = Summary.read(run);
    out.println();
    if (summary.isEmpty()) {
      out.println("The run has not ended, or was killed.");
    } else {
      new SummaryView(RunDirectory.settings(run)).print(summary.get(), out);
    }
  }

  private void gates(PrintWriter out) throws IOException {
    GatesView view = new GatesView();
    for (int played : steps(1)) {
      view.add(Rollouts.read(RunDirectory.rollouts(run, played)));
    }
    List<Map<String, Double>> metrics = MetricsLog.read(RunDirectory.metrics(run));
    out.println(metrics.isEmpty() ? "No round is finished yet." : view.table(metrics));
  }

  private Path rollouts() throws IOException {
    Path file = RunDirectory.rollouts(run, step);
    if (!Files.isRegularFile(file)) {
      List<Integer> steps = steps(step);
      throw new RunException(
          run
              + " has no step "
              + step
              + (steps.isEmpty()
                  ? "; no round is finished yet"
                  : "; it has " + steps.get(0) + " to " + steps.get(steps.size() - 1)));
    }
    return file;
  }

  private List<Integer> steps(int any) throws IOException {
    Path folder = RunDirectory.rollouts(run, any).getParent();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches("\\d{6,9}\\.jsonl\\.gz"))
          .map(name -> Integer.valueOf(name.substring(0, name.indexOf('.'))))
          .sorted()
          .toList();
    }
  }
}
