package dev.sparring.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.cli.distill.Distillation;
import dev.sparring.core.check.CheckedTask;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.Preflight;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.io.PrintWriter;
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

/** {@code sparring distill}. */
@Command(
    name = "distill",
    header = "has a student learn what a teacher writes and labels",
    mixinStandardHelpOptions = true,
    description = {
      "The teacher proposes problems and answers each solver.samples times; where the answers agree"
          + " (verifier.*), the student learns some of them. The curve has the student's held-out"
          + " accuracy by the number of such lessons, beside the teacher's (after 2505.07105).",
      "",
      "A command that was stopped goes on where it was; OUT/student is the student at the end.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring distill runs/big small-model taught --volume 20000",
      "  sparring distill bundled models/weak taught --task addition --volume 512 --rate 1e-3"
    })
final class DistillCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "TEACHER",
      description = "a run's name or folder, bundled, a directory, or Owner/Name of the hub")
  private String teacher;

  @Parameters(
      index = "1",
      paramLabel = "STUDENT",
      description = "a Hugging Face directory, bundled, or Owner/Name of the hub")
  private String student;

  @Parameters(index = "2", paramLabel = "OUT", description = "a folder, new or of the same command")
  private Path out;

  @Option(
      names = "--task",
      paramLabel = "T",
      description = "the task (default: the teacher's run's)")
  private String task;

  @Option(
      names = "--volume",
      paramLabel = "N",
      defaultValue = "4096",
      description = "problems with a label that the student learns from (default 4096)")
  private int volume;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "32",
      description = "of these in an optimizer step (default 32)")
  private int batch;

  @Option(
      names = "--answers",
      paramLabel = "K",
      defaultValue = "1",
      description =
          "answers to a problem that the student learns at most; with many it learns the teacher's"
              + " distribution over answers that agree (default 1)")
  private int answers;

  @Option(names = "--rate", paramLabel = "R", description = "learning rate (default: learn.rate)")
  private Double rate;

  @Option(names = "--json", description = "the curve as one JSON object")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "sets one key over the teacher's run or the defaults, for example"
              + " --set policy.adapter.use=shared; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    positive("--volume", volume);
    positive("--batch", batch);
    positive("--answers", answers);
    PrintWriter said = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DownloadProgress aside = new DownloadProgress(err);
    EvaluationTarget found = EvaluationTarget.of(teacher, Optional.empty(), over(), aside);
    Settings settings = found.settings();
    Task asked = settings.configuredTask();
    if (asked instanceof CheckedTask) {
      throw new RunException(
          "the task " + asked.name() + " has its answers tested; distill takes tasks with a vote");
    }
    Path base = ModelResolver.locate(student, settings.policy().hub(), aside).directory();
    ThreadsNote.print(settings.policy().threads(), err);
    Distillation distillation =
        new Distillation(
            out, asked, settings, new Distillation.Plan(volume, batch, answers), err::println);
    try (Policy writes = Policy.forWriting(found.model(), found.adapters(), settings);
        Policy learns = Policy.forLearningAlone(base, settings)) {
      Preflight.check(writes, asked, settings);
      Preflight.check(learns, asked, settings);
      List<Distillation.Point> points =
          distillation.run(writes, learns, what(found, base, settings));
      said.println(json ? object(points) : table(points));
    }
    err.println("Wrote " + distillation.student());
    return 0;
  }

  private static void positive(String option, int value) {
    if (value < 1) {
      throw new RunException(option + " is " + value + "; it takes a whole number, 1 or more");
    }
  }

  private Map<String, String> over() {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    if (task != null) {
      all.put("task", task);
    }
    if (rate != null) {
      all.put("learn.rate", rate.toString());
    }
    return all;
  }

  /** What a distillation that is gone on with must have in common with the one before. */
  private Map<String, String> what(EvaluationTarget found, Path base, Settings settings) {
    Map<String, String> what = new LinkedHashMap<>();
    what.put("teacher", found.adapters().orElse(found.model()).toAbsolutePath().toString());
    what.put("student", base.toAbsolutePath().toString());
    what.put("task", settings.task() + " " + settings.taskOptions());
    what.put("seed", Long.toString(settings.run().seed()));
    what.put("volume", Integer.toString(volume));
    what.put("batch", Integer.toString(batch));
    what.put("answers", Integer.toString(answers));
    what.put("samples", Integer.toString(settings.solver().samples()));
    what.put("rate", Double.toString(settings.learn().rate()));
    return what;
  }

  private static String object(List<Distillation.Point> points) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    for (Distillation.Point point : points) {
      ObjectNode own =
          point.volume().isEmpty()
              ? object.putObject("teacher")
              : object.withArray("/student").addObject().put("volume", point.volume().get());
      point.measured().forEach(own::put);
    }
    return JsonOutput.line(object);
  }

  private static String table(List<Distillation.Point> points) {
    List<String> keys =
        points.get(0).measured().keySet().stream()
            .filter(key -> List.of("eval/greedy", "eval/sampled").contains(key) || majority(key))
            .toList();
    List<String> header = new ArrayList<>(List.of("<lessons"));
    keys.forEach(key -> header.add(key.substring("eval/".length())));
    List<String[]> rows = new ArrayList<>();
    for (Distillation.Point point : points) {
      List<String> row =
          new ArrayList<>(List.of(point.volume().map(v -> v.toString()).orElse("teacher")));
      keys.forEach(key -> row.add(Tables.percent(point.measured().getOrDefault(key, Double.NaN))));
      rows.add(row.toArray(String[]::new));
    }
    return Tables.of(header, rows) + System.lineSeparator() + conclusion(points);
  }

  private static boolean majority(String key) {
    return key.equals("eval/majority");
  }

  private static String conclusion(List<Distillation.Point> points) {
    double line = points.get(0).measured().getOrDefault("eval/greedy", Double.NaN);
    return points.stream()
        .filter(point -> point.volume().isPresent())
        .filter(point -> point.measured().getOrDefault("eval/greedy", Double.NaN) > line)
        .findFirst()
        .map(
            point ->
                "The student's greedy answers pass the teacher's from "
                    + point.volume().get()
                    + " lessons on.")
        .orElse("The student's greedy answers do not pass the teacher's.");
  }
}
