package dev.sparring.cli;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Training;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model by self-play. Without arguments: the quick start on the bundled model.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring train",
      "  sparring train config/frozen-proposer.conf --name frozen --set run.seed=3",
      "  sparring train --resume runs/frozen"
    })
final class TrainCommand implements Callable<Integer> {
  private static final long PATIENCE_SECONDS = 9;

  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(names = "--name", paramLabel = "RUN", description = "name of the run's folder")
  private String name;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "goes on with the run in this folder")
  private Path resume;

  @Override
  public Integer call() throws Exception {
    TrainingView view = new TrainingView(spec.commandLine().getOut());
    CompletableFuture<Training> started = new CompletableFuture<>();
    InterruptHandler.first(() -> stop(started, view));
    try (Training training = resume == null ? start(view) : goOn(view)) {
      view.started(training.directory());
      started.complete(training);
      Summary summary = training.end().get();
      if (summary.stopped().equals(Summary.INTERRUPTED)) {
        InterruptHandler.await();
        return 130;
      }
      view.ended(summary);
      return exitCode(summary);
    } finally {
      started.cancel(false); // an exit from here on is no interruption
    }
  }

  private int exitCode(Summary summary) {
    if (!summary.stopped().equals(Summary.FAILED)) {
      return 0;
    }
    Main.complain(spec.commandLine(), summary.reason());
    return DiskFull.in(summary.reason()) ? Main.MISTAKE : Main.FAILURE;
  }

  private Training start(TrainingView view) {
    Settings settings = options.load();
    if (name != null || settings.run().name().isEmpty()) {
      settings = settings.named(name != null ? name : freshName());
    }
    view.begin(settings);
    return Training.start(settings, view);
  }

  private Training goOn(TrainingView view) {
    if (options.file().isPresent() || name != null) {
      throw new RunException(
          "--resume goes on with the run's own configuration; leave CONFIG and --name away");
    }
    RunDirectory.requireRun(resume);
    Settings settings = options.over(resume.resolve("run.conf"));
    view.begin(settings);
    return Training.resume(resume, settings, view);
  }

  private static String freshName() {
    return LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }

  /** What {@code ^C} does; at other exits there is nothing to stop any more. */
  private static void stop(CompletableFuture<Training> started, TrainingView view) {
    if (view.fetching()) {
      return; // a download is gone on with the next time
    }
    try {
      Training training = started.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!training.end().isDone()) {
        training.stop();
        view.ended(training.end().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
      }
    } catch (TimeoutException | ExecutionException e) {
      view.note("the run did not end in time; its last checkpoint stands");
    } catch (CancellationException e) {
      return; // the mistake that kept it from starting has been said
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
