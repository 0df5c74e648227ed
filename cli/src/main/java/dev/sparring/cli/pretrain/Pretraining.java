package dev.sparring.cli.pretrain;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.PretrainingCorpus;
import dev.sparring.core.task.Tasks;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.checkpoint.ModelSpec;
import dev.sparring.policy.checkpoint.Parameters;
import dev.sparring.policy.learn.Learner;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.learn.RateSchedule;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Teaches a fresh model the language of the tasks, from their pretraining text. */
public final class Pretraining {
  private static final List<String> FILES =
      List.of("config.json", "tokenizer.json", "tokenizer_config.json", "generation_config.json");

  private final Recipe recipe;
  private final List<PretrainingCorpus> tasks;

  public Pretraining(Recipe recipe) {
    this.recipe = recipe;
    this.tasks =
        Tasks.all().stream()
            .filter(PretrainingCorpus.class::isInstance)
            .map(PretrainingCorpus.class::cast)
            .filter(task -> task.share(recipe.mix()) > 0)
            .toList();
  }

  /**
   * Makes a model directory.
   *
   * @param progress told the step and its loss, in nats a token
   */
  public void into(Path directory, int threads, BiConsumer<Integer, Double> progress)
      throws IOException {
    try (Tensors scope = Tensors.on("cpu", threads)) {
      create(scope, directory);
      try (LanguageModel model = LanguageModel.load(scope, directory, DataType.FLOAT32);
          Learner learner =
              new Learner(
                  scope,
                  model.decoder(),
                  model.weights(),
                  Optional.empty(),
                  Optional.empty(),
                  recipe.learning(),
                  1,
                  GradientThreads.one())) {
        Loss loss = new Loss.Supervised(recipe.learning().aggregation());
        for (int step = 1; step <= recipe.steps(); step++) {
          double rate = RateSchedule.rate(recipe.learning(), step, recipe.steps());
          var report = learner.update(batch(model, step), loss, rate, () -> false);
          progress.accept(step, report.loss());
        }
        model.weights().save(directory);
      }
    }
  }

  private void create(Tensors scope, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (String name : FILES) {
      try (InputStream file = Pretraining.class.getResourceAsStream(name)) {
        Files.write(directory.resolve(name), file.readAllBytes());
      }
    }
    RandomStream random = RandomStream.of(recipe.seed()).child("weights");
    try (Parameters fresh =
        Parameters.random(scope, ModelSpec.read(directory), random, Recipe.DEVIATION)) {
      fresh.save(directory);
    }
  }

  private List<Episode> batch(LanguageModel model, int step) {
    RandomStream random = RandomStream.of(recipe.seed()).child("text").child(step);
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < recipe.lines(); i++) {
      PretrainingCorpus task = pick(random.uniform(i));
      episodes.add(episode(model, task.example(random.child(i), recipe.mix())));
    }
    return episodes;
  }

  /** The task whose share of the text a number in [0, 1) falls into. */
  private PretrainingCorpus pick(double uniform) {
    double left = uniform * tasks.stream().mapToDouble(this::share).sum();
    for (PretrainingCorpus task : tasks) {
      left -= share(task);
      if (left < 0) {
        return task;
      }
    }
    return tasks.get(tasks.size() - 1);
  }

  private double share(PretrainingCorpus task) {
    return task.share(recipe.mix());
  }

  /** The prompt is given; completion and end are learned. */
  private static Episode episode(LanguageModel model, PretrainingCorpus.Example line) {
    int[] prompt = model.tokenizer().encode(model.prompts().render(line.prompt()));
    int[] completion = model.tokenizer().encode(line.completion());
    int n = prompt.length + completion.length + 1;
    int[] ids = Arrays.copyOf(prompt, n);
    System.arraycopy(completion, 0, ids, prompt.length, completion.length);
    ids[n - 1] = model.stopIds().iterator().next();
    boolean[] mask = new boolean[n];
    Arrays.fill(mask, prompt.length, n, true);
    return new Episode("pretraining", line.role(), ids, mask, new float[n], new float[n]);
  }
}
