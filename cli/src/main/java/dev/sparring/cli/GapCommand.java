package dev.sparring.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.Settings;
import dev.sparring.core.measure.Interval;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.Preflight;
import dev.sparring.orchestrator.evaluation.GapStudy;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import dev.sparring.policy.checkpoint.Json;
import java.io.PrintWriter;
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

/** {@code sparring gap}. */
@Command(
    name = "gap",
    header = "measures what a model gains by filtering its own answers",
    mixinStandardHelpOptions = true,
    description = {
      "Measures, on held-out problems, how much of its errors a model can take away by filtering its"
          + " own answers (the relative generation-verification gap), and how far its confidence in"
          + " the answer that it gives most often can be trusted. Intervals are 95 %% by bootstrap"
          + " over problems.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring gap bundled --task addition",
      "  sparring gap path/to/model --task arithmetic --problems 100 --compare --json"
    })
final class GapCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MODEL_OR_RUN",
      description =
          "a run's name or folder, bundled, a Hugging Face or PEFT directory, or Owner/Name[@revision] of the hub")
  private String subject;

  @Option(names = "--model", paramLabel = "BASE", description = ModelOptions.BASE)
  private String base;

  @Option(names = "--task", paramLabel = "T", description = "the task (default: the run's)")
  private String task;

  @Option(
      names = "--problems",
      paramLabel = "N",
      defaultValue = "100",
      description = "held-out problems (default 100)")
  private int problems;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "128",
      description = "answers drawn for each, 2 or more (default 128)")
  private int samples;

  @Option(
      names = "--temperature",
      paramLabel = "T",
      defaultValue = "0.7",
      description = "divides the logits of answers; above 0 (default 0.7)")
  private double temperature;

  @Option(
      names = "--top-p",
      paramLabel = "P",
      defaultValue = "0.9",
      description = "above 0, at most 1 (default 0.9)")
  private double topP;

  @Option(
      names = "--compare",
      description = "also asks with reasons for several answers in view; slow")
  private boolean compare;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set run.seed=3; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    check();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DownloadProgress aside = new DownloadProgress(err);
    EvaluationTarget found = EvaluationTarget.of(subject, Optional.ofNullable(base), over(), aside);
    Settings settings = found.settings();
    Task asked = settings.configuredTask();
    if (compare && !asked.inWords()) {
      throw new RunException(
          "the task "
              + asked.name()
              + " is not in words, so nothing can be asked about answers;"
              + " leave out --compare");
    }
    ThreadsNote.print(settings.policy().threads(), err);
    GapStudy study = new GapStudy(asked, plan(settings));
    try (Policy policy = Policy.forWriting(found.model(), found.adapters(), settings)) {
      policy.notes().forEach(aside::note);
      Preflight.check(policy, asked, settings);
      int answers = Math.min(problems, asked.heldOut().size()) * samples;
      try (ThrottledProgress progress = new ThrottledProgress(err, "gap", "answers", answers)) {
        GapStudy.Report report = study.of(policy, progress::add);
        out.println(json ? object(found, report) : table(found, report));
      }
    }
    return 0;
  }

  private void check() {
    if (problems < 1) {
      throw new RunException("--problems is " + problems + "; it takes a whole number, 1 or more");
    } else if (samples < 2) {
      throw new RunException("--samples is " + samples + "; it takes a whole number, 2 or more");
    } else if (!(temperature > 0 && Sampling.usable(temperature))) {
      throw new RunException(
          "--temperature is " + temperature + "; it takes a number from 1e-6 to 1e6");
    } else if (!(topP > 0 && topP <= 1)) {
      throw new RunException("--top-p is " + topP + "; it takes a number above 0, at most 1");
    }
  }

  private GapStudy.Plan plan(Settings settings) {
    Sampling own = settings.sampling();
    return new GapStudy.Plan(
        problems,
        samples,
        new Sampling(temperature, 0, topP, 0, own.maxTokens(), own.stop()),
        compare,
        settings.run().seed());
  }

  /** Confidences are read at a temperature of 1, whatever answers are drawn at. */
  private Map<String, String> over() {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    if (task != null) {
      all.put("task", task);
    }
    all.put("sampling.temperature", "1");
    return all;
  }

  private String object(EvaluationTarget found, GapStudy.Report report) {
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("model", found.model().toString());
    object.put("task", found.settings().task());
    object.put("problems", report.problems());
    object.put("samples", samples);
    object.put("temperature", temperature);
    object.put("topP", topP);
    object.put("seed", found.settings().run().seed());
    put(object, "accuracy", report.accuracy());
    ObjectNode gaps = object.putObject("gap");
    report.gaps().forEach((name, gap) -> put(gaps, name, gap));
    ObjectNode trust = object.putObject("confidence");
    report
        .trust()
        .forEach(
            (name, one) -> {
              ObjectNode own = trust.putObject(name);
              put(own, "auroc", one.auroc());
              put(own, "calibrationError", one.calibrationError());
            });
    return JsonOutput.line(object);
  }

  private static void put(ObjectNode object, String name, Interval interval) {
    ObjectNode own = object.putObject(name);
    own.put("value", interval.value());
    own.put("low", interval.low());
    own.put("high", interval.high());
  }

  private String table(EvaluationTarget found, GapStudy.Report report) {
    List<String[]> rows = new ArrayList<>();
    rows.add(row("accuracy of one answer", report.accuracy()));
    report.gaps().forEach((name, gap) -> rows.add(row("gap, " + name, gap)));
    report
        .trust()
        .forEach(
            (name, one) -> {
              rows.add(row("AUROC, " + name, one.auroc()));
              rows.add(row("calibration error, " + name, one.calibrationError()));
            });
    return found.model()
        + System.lineSeparator()
        + Tables.of(
            List.of(
                String.format(
                    Locale.ROOT,
                    "<%s, %d problems, %d answers",
                    found.settings().task(),
                    report.problems(),
                    samples),
                "value",
                "95 % interval"),
            rows);
  }

  private static String[] row(String name, Interval interval) {
    return new String[] {
      name,
      Tables.number(interval.value()),
      Tables.number(interval.low()) + " to " + Tables.number(interval.high())
    };
  }
}
