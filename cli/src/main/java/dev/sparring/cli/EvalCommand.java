package dev.sparring.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.check.AnswerChecker;
import dev.sparring.core.config.Settings;
import dev.sparring.core.task.Task;
import dev.sparring.orchestrator.Checkers;
import dev.sparring.orchestrator.Preflight;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.evaluation.StandaloneEvaluation;
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

/** {@code sparring eval}. */
@Command(
    name = "eval",
    header = "measures a model or a run on held-out problems",
    mixinStandardHelpOptions = true,
    description = {
      "Measures a model, or the newest checkpoint of a run, on held-out problems: greedy, sampled,"
          + " by majority, whether any sample is right, and with each way of answering forced.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring eval bundled --task subtraction",
      "  sparring eval frozen --samples 64 --problems 100",
      "  sparring eval path/to/model --json --set policy.dtype=bf16"
    })
final class EvalCommand implements Callable<Integer> {
  /** Fillings of the decoder's slots from one report of progress to the next. */
  private static final int ROUNDS = 8;

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

  @Option(names = "--samples", paramLabel = "N", description = "answers drawn for each problem")
  private Integer samples;

  @Option(names = "--problems", paramLabel = "N", description = "held-out problems")
  private Integer problems;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set run.seed=3; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    DownloadProgress aside = new DownloadProgress(err);
    EvaluationTarget found = EvaluationTarget.of(subject, Optional.ofNullable(base), over(), aside);
    Task asked = found.settings().configuredTask();
    EvaluationSuite suite = EvaluationSuite.of(asked, found.settings());
    sayHowMany(asked, suite, found.settings(), err);
    ThreadsNote.print(found.settings().policy().threads(), err);
    try (AnswerChecker checker = Checkers.open(found.settings(), asked);
        Policy policy = Policy.forWriting(found.model(), found.adapters(), found.settings())) {
      policy.notes().forEach(aside::note);
      Preflight.check(policy, asked, found.settings());
      Map<String, Double> measured = measure(policy, suite, checker, found.settings(), err);
      out.println(json ? object(found, suite, measured) : table(found, suite, measured));
    }
    return 0;
  }

  /** Tells the user if more problems were asked for than the task holds out. */
  private void sayHowMany(Task asked, EvaluationSuite suite, Settings settings, PrintWriter err) {
    int wanted = settings.evaluation().problems();
    if (suite.size() < wanted && over().containsKey("evaluation.problems")) {
      err.printf(
          Locale.ROOT,
          "The task %s has %d held-out problems, and all of them are asked; %d were wanted.%n",
          asked.name(),
          suite.size(),
          wanted);
    }
  }

  private static Map<String, Double> measure(
      Policy policy,
      EvaluationSuite suite,
      AnswerChecker checker,
      Settings settings,
      PrintWriter err) {
    int answers =
        suite.promptSets(true).stream().mapToInt(EvaluationSuite.PromptSet::answers).sum();
    try (ThrottledProgress progress =
        new ThrottledProgress(err, "evaluation", "answers", answers)) {
      return StandaloneEvaluation.of(
          policy, suite, checker, ROUNDS * settings.policy().decode().slots(), progress::add);
    }
  }

  private Map<String, String> over() {
    Map<String, String> all = new LinkedHashMap<>(overrides);
    if (task != null) {
      all.put("task", task);
    }
    if (samples != null) {
      all.put("evaluation.samples", samples.toString());
    }
    if (problems != null) {
      all.put("evaluation.problems", problems.toString());
    }
    return all;
  }

  private static String object(
      EvaluationTarget found, EvaluationSuite suite, Map<String, Double> measured) {
    Settings settings = found.settings();
    ObjectNode object = Json.MAPPER.createObjectNode();
    object.put("model", found.model().toString());
    object.put("task", settings.task());
    object.put("problems", suite.size());
    object.put("samples", settings.evaluation().samples());
    object.put("temperature", settings.sampling().temperature());
    object.put("seed", settings.run().seed());
    measured.forEach(object::put);
    return JsonOutput.line(object);
  }

  private static String table(
      EvaluationTarget found, EvaluationSuite suite, Map<String, Double> measured) {
    Settings settings = found.settings();
    int samples = settings.evaluation().samples();
    List<String[]> rows = new ArrayList<>();
    measured.forEach(
        (key, value) -> {
          String name = key.substring("eval/".length());
          String shown =
              switch (name) {
                case "greedy", "unjudged" -> name;
                case "greedyFraction" -> "greedy, tests passed";
                case "sampledFraction" -> "sampled, tests passed";
                case "sampled" -> "sampled, T " + settings.sampling().temperature();
                case "majority", "pass" -> name + "@" + samples;
                case "gap" -> "closed by the vote";
                case "best" -> "best of " + samples;
                case "unedited" -> "nothing learned";
                case "passage" -> "the passage learned";
                default ->
                    name.startsWith(EvaluationSuite.FORCED)
                        ? "greedy, " + name.substring(EvaluationSuite.FORCED.length()) + " forced"
                        : name.startsWith("pass/")
                            ? name.replace('/', '@')
                            : "written as " + name.substring(name.indexOf('/') + 1);
              };
          rows.add(new String[] {shown, Tables.percent(value)});
        });
    return found.model()
        + System.lineSeparator()
        + Tables.of(
            List.of(
                "<" + settings.task() + ", held-out problems (" + suite.size() + ")", "accuracy"),
            rows);
  }
}
