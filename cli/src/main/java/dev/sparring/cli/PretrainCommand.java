package dev.sparring.cli;

import dev.sparring.cli.pretrain.ModelCard;
import dev.sparring.cli.pretrain.Pretraining;
import dev.sparring.cli.pretrain.Recipe;
import dev.sparring.core.config.Settings;
import dev.sparring.core.selfplay.Questions;
import dev.sparring.core.selfplay.SelfPlay;
import dev.sparring.core.selfplay.SelfPlays;
import dev.sparring.core.task.PretrainingCorpus;
import dev.sparring.core.task.Task;
import dev.sparring.core.task.Tasks;
import dev.sparring.orchestrator.Checkers;
import dev.sparring.orchestrator.evaluation.EvaluationSuite;
import dev.sparring.orchestrator.evaluation.StandaloneEvaluation;
import dev.sparring.orchestrator.run.AtomicDirectory;
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring pretrain}. */
@Command(
    name = "pretrain",
    header = "makes the bundled model",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a small model from synthetic text, measures it, and writes a model card. The same"
          + " options give the same weights, byte for byte.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring pretrain models/mine",
      "  sparring pretrain models/one-way --single-strategy --steps 420"
    })
final class PretrainCommand implements Callable<Integer> {
  private static final int STEPS = 1600;
  private static final int LINES = 64;
  private static final int A_LINE_EVERY = 100;
  private static final int LEARNED_SAMPLES = 4;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "OUT", description = "the folder to make; it must not hold anything yet")
  private Path out;

  @Option(names = "--seed", paramLabel = "S", description = "of weights and text (default 1)")
  private long seed = 1;

  @Option(names = "--steps", paramLabel = "N", description = "optimizer steps (default 1600)")
  private int steps = STEPS;

  @Option(names = "--lines", paramLabel = "N", description = "lines a step (default 64)")
  private int lines = LINES;

  @Option(names = "--threads", paramLabel = "N", description = "for arithmetic (default 2)")
  private int threads = 2;

  @Option(
      names = "--single-strategy",
      description =
          "one way to answer only, the scratchpad; with few --steps it is unreliable: a base for lock-in")
  private boolean single;

  @Option(
      names = "--proposer-share",
      paramLabel = "X",
      description = "share of lines that propose a problem (default 0.15)")
  private Double proposerShare;

  @Option(
      names = "--scratchpad-share",
      paramLabel = "X",
      description = "share of answers that show their columns (default 0.40)")
  private Double scratchpadShare;

  @Option(
      names = "--guess-error",
      paramLabel = "N",
      description = "how far a guess may be off in the text (default 6)")
  private Integer guessError;

  @Option(
      names = "--follow-ups",
      description =
          "also lines that compare answers and correct them, with slips: a base for self-play = judge"
              + " and correction")
  private boolean followUps;

  @Option(
      names = "--passages",
      paramLabel = "W",
      description =
          "also lines about passages, self-edits among them, with this weight beside 6.75 of all"
              + " others: a base for self-play = self-edit (default 0)")
  private double passages;

  @Option(
      names = "--problems",
      paramLabel = "N",
      description = "held-out problems of each task for the card (default 500)")
  private int problems = 500;

  @Option(
      names = "--json",
      description = "the table as one JSON object; all else goes to standard error")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    PrintWriter said = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    Recipe recipe = recipe();
    Settings settings = settings();
    try (AtomicDirectory made = AtomicDirectory.beside(out)) {
      said.printf(Locale.ROOT, "Making a model in %s: %d steps, seed %d.%n", out, steps, seed);
      train(recipe, made.path(), said);
      said.println("Answering held-out problems …");
      Map<String, Map<String, Double>> figures = new LinkedHashMap<>();
      ModelCard card;
      try (Policy policy = Policy.forWriting(made.path(), settings)) {
        for (Task task : Tasks.all()) {
          if (task instanceof PretrainingCorpus corpus && corpus.share(recipe.mix()) > 0) {
            Settings own = settings(task);
            figures.put(
                task.name(),
                StandaloneEvaluation.of(
                    policy,
                    EvaluationSuite.of(task, own),
                    Checkers.open(own, task),
                    promptSet -> {}));
          }
        }
        card =
            new ModelCard(
                policy.model().spec(),
                recipe,
                threads,
                command(recipe),
                Versions.all(),
                problems,
                settings.evaluation().samples(),
                figures);
      }
      Files.writeString(made.path().resolve("MODEL_CARD.md"), card.text());
      made.commit();
      if (json) {
        spec.commandLine().getOut().println(object(figures));
      } else {
        said.println(table(figures));
      }
      said.println("Wrote " + out);
    }
    return 0;
  }

  private void train(Recipe recipe, Path directory, PrintWriter said) throws IOException {
    long start = System.nanoTime();
    try (ProgressDisplay progress =
        new ProgressDisplay(said, "pretraining", "step", steps, A_LINE_EVERY)) {
      new Pretraining(recipe)
          .into(
              directory,
              threads,
              (step, loss) -> {
                String now = String.format(Locale.ROOT, "loss %.3f", loss);
                double seconds = (System.nanoTime() - start) / 1e9;
                progress.at(step, now, now + String.format(Locale.ROOT, "  %.0f s", seconds));
              });
    }
  }

  private Recipe recipe() {
    PretrainingCorpus.Mixture base =
        single ? PretrainingCorpus.Mixture.SCRATCHPAD_ONLY : PretrainingCorpus.Mixture.TWO_WAYS;
    if (steps < 1 || lines < 1 || threads < 1 || problems < 1) {
      throw new ParameterException(
          spec.commandLine(), "--steps, --lines, --threads and --problems take 1 or more");
    }
    ThreadsNote.require("--threads", threads, 1);
    try {
      return new Recipe(
          seed,
          steps,
          lines,
          new PretrainingCorpus.Mixture(
              Optional.ofNullable(proposerShare).orElse(base.proposerShare()),
              Optional.ofNullable(scratchpadShare).orElse(base.scratchpadShare()),
              Optional.ofNullable(guessError).orElse(base.guessError()),
              followUps ? PretrainingCorpus.FollowUps.WEAK : PretrainingCorpus.FollowUps.NONE,
              passages));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Settings settings() {
    return Settings.load(
        Optional.empty(),
        Map.of(
            "policy.threads", Integer.toString(threads),
            "evaluation.problems", Integer.toString(problems)));
  }

  /** The same for a task, played as it can be; where answers are learned from, with fewer. */
  private Settings settings(Task task) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("policy.threads", Integer.toString(threads));
    values.put("evaluation.problems", Integer.toString(problems));
    if (new Questions().objection(task).isPresent()) {
      SelfPlay play =
          SelfPlays.all().stream()
              .filter(p -> p.objection(task).isEmpty())
              .findFirst()
              .orElseThrow();
      values.put("task", task.name());
      values.put("self-play", play.configName());
      values.put("evaluation.samples", Integer.toString(LEARNED_SAMPLES));
    }
    return Settings.load(Optional.empty(), values);
  }

  private static String command(Recipe recipe) {
    return String.format(
        Locale.ROOT,
        "sparring pretrain OUT --seed %d --steps %d --lines %d --proposer-share %s"
            + " --scratchpad-share %s --guess-error %d%s%s",
        recipe.seed(),
        recipe.steps(),
        recipe.lines(),
        recipe.mix().proposerShare(),
        recipe.mix().scratchpadShare(),
        recipe.mix().guessError(),
        recipe.mix().followUps().equals(PretrainingCorpus.FollowUps.NONE) ? "" : " --follow-ups",
        recipe.mix().passages() == 0 ? "" : " --passages " + recipe.mix().passages());
  }

  private String object(Map<String, Map<String, Double>> figures) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("model", out.toString());
    object.put("problems", problems);
    object.put("tasks", figures);
    return JsonOutput.line(object);
  }

  private static String table(Map<String, Map<String, Double>> figures) {
    List<String> header = new ArrayList<>(List.of("<task"));
    List<String> keys = new ArrayList<>();
    figures.values().iterator().next().keySet().stream()
        .filter(key -> !key.startsWith("eval/format/") && !key.equals("eval/gap"))
        .forEach(
            key -> {
              keys.add(key);
              header.add(key.substring("eval/".length()));
            });
    List<String[]> rows = new ArrayList<>();
    figures.forEach(
        (task, measured) -> {
          List<String> row = new ArrayList<>(List.of(task));
          keys.forEach(key -> row.add(Tables.percent(measured.getOrDefault(key, Double.NaN))));
          rows.add(row.toArray(String[]::new));
        });
    return Tables.of(header, rows);
  }
}
