package dev.sparring.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.config.RunSettings;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Training;
import dev.sparring.orchestrator.TrainingRequest;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.policy.worker.FailureReason;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sparring train}. */
@Command(
    name = "train",
    header = "trains a model by self-play; the quick start without arguments",
    mixinStandardHelpOptions = true,
    description = {
      "Trains a model by self-play. Without arguments: the quick start on the bundled model.",
      "",
      "^C, or a signal to end, has the run save a checkpoint and end; a second one ends it at once,"
          + " with the checkpoint that it had. After SIGTERM, by which supervisors end a process, the"
          + " exit code is 0.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring train",
      "  sparring train config/frozen-proposer.conf --name frozen --set run.seed=3",
      "  sparring train --resume frozen",
      "  sparring train --name nightly --resume-or-start --listen 127.0.0.1:7070"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private SettingsOptions options;

  @Option(names = "--name", paramLabel = "RUN", description = "name of the run's folder")
  private String name;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      description = "goes on with the run of this name, or in this folder")
  private String resume;

  @Option(
      names = "--resume-or-start",
      description =
          "goes on with the run --name if there is one, and starts it from CONFIG if there is not;"
              + " for supervisors, which call the same command again and again")
  private boolean resumeOrStart;

  @Option(
      names = "--min-workers",
      paramLabel = "K",
      description = "waits for so many workers before the first job begins (workers.least)")
  private Integer minWorkers;

  @Option(
      names = "--shutdown-deadline",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description =
          "how long after SIGTERM the run may take to save its checkpoint and end, as in 90s, 10m or"
              + " 2h; then it ends without (default: 5m)")
  private Duration shutdownDeadline = Duration.ofMinutes(5);

  @Option(
      names = "--stopped-code",
      paramLabel = "CODE",
      description =
          "exit code of a run that SIGTERM ended early (default: 0); for a supervisor that takes 0 for"
              + " done, as a Kubernetes Job does")
  private int stoppedCode;

  @Mixin private ListenOptions listen;

  @Option(
      names = "--dashboard",
      paramLabel = "PORT",
      description =
          "shows the run in a browser of this machine while it goes on, on this port; 0 is any that is"
              + " free")
  private Integer dashboardPort;

  @Option(
      names = "--json",
      description = "one JSON object when the run has ended; all else goes to standard error")
  private boolean json;

  private final Companions companions = new Companions();

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    TrainingView view = new TrainingView(json ? err : spec.commandLine().getOut());
    CompletableFuture<Training> started = new CompletableFuture<>();
    InterruptHandler.first(() -> finish(started, view));
    try (Companions watching = companions;
        Training training = begin(view)) {
      view.started(training.directory());
      watching.address().ifPresent(address -> view.note("Dashboard at " + address));
      started.complete(training);
      Summary summary;
      try {
        summary = training.end().get();
      } catch (ExecutionException e) {
        return failed(FailureReason.of(e.getCause()), training.directory());
      }
      view.ended(summary);
      if (json) {
        spec.commandLine().getOut().println(object(training.directory()));
      }
      return exitCode(summary, training.directory());
    } finally {
      started.cancel(false); // an exit from here on is no interruption
    }
  }

  private int exitCode(Summary summary, Path run) {
    if (summary.stopped().equals(Summary.INTERRUPTED)) {
      return InterruptHandler.exitCode(stoppedCode);
    } else if (!summary.stopped().equals(Summary.FAILED)) {
      return 0;
    }
    if (DiskFull.in(summary.reason())) {
      Main.complain(spec.commandLine(), summary.reason());
      return Main.MISTAKE;
    }
    return failed(summary.reason(), run);
  }

  private int failed(String line, Path run) {
    Main.complain(spec.commandLine(), line + "; " + FailureFile.ofRun(run));
    return Main.FAILURE;
  }

  /** What {@code summary.json} holds, with where the run is. */
  private static String object(Path run) {
    ObjectNode object = Json.MAPPER.createObjectNode().put("directory", run.toString());
    Path file = run.resolve("summary.json"); // absent when the disk was full
    if (Files.isRegularFile(file)) {
      object.setAll((ObjectNode) Json.read(file));
    }
    return JsonOutput.line(object);
  }

  private Training begin(TrainingView view) {
    if (minWorkers != null) {
      options.set("workers.least", minWorkers.toString());
    }
    if (resumeOrStart && name == null) {
      throw new RunException("--resume-or-start needs --name, by which the run is found again");
    }
    if (resume != null) {
      return goOn(view);
    }
    Optional<Path> before =
        resumeOrStart ? RunResolver.of(options.load()).find(name) : Optional.empty();
    return before.isPresent() ? goOn(before.get(), view) : start(view);
  }

  private Training start(TrainingView view) {
    if (name != null && !RunSettings.names(name)) {
      throw new RunException(
          String.format(
              Locale.ROOT,
              "--name is %s; it takes %s",
              Json.MAPPER.valueToTree(name),
              RunSettings.NAMES));
    }
    Settings settings = options.load();
    if (name != null || settings.run().name().isEmpty()) {
      settings = settings.named(name != null ? name : freshName());
    }
    view.begin(settings);
    ThreadsNote.print(settings.policy().threads(), spec.commandLine().getErr());
    companions.open(settings, run(settings), dashboardPort, view::note);
    return Training.of(request(TrainingRequest.start(settings), view));
  }

  private Training goOn(TrainingView view) {
    if (options.file().isPresent() || name != null) {
      throw new RunException(
          "--resume goes on with the run's own configuration; leave CONFIG and --name away");
    }
    return goOn(RunResolver.of(options.defaults()).require(resume), view);
  }

  private Training goOn(Path run, TrainingView view) {
    Settings settings = options.over(run.resolve("run.conf"));
    view.begin(settings);
    ThreadsNote.print(settings.policy().threads(), spec.commandLine().getErr());
    companions.open(settings, run, dashboardPort, view::note);
    return Training.of(request(TrainingRequest.resume(run, settings), view));
  }

  private TrainingRequest request(TrainingRequest asked, TrainingView view) {
    TrainingRequest followed = companions.of(asked.subscriber(view));
    return listen.listening().map(followed::listening).orElse(followed);
  }

  private static Path run(Settings settings) {
    return Path.of(settings.run().directory(), settings.run().name());
  }

  private static String freshName() {
    return DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
        .format(LocalDateTime.now(ZoneId.systemDefault()));
  }

  /** Asks the run to end, which takes as long as its checkpoint does. */
  private void finish(CompletableFuture<Training> started, TrainingView view) {
    if (view.fetching()) {
      System.exit(InterruptHandler.exitCode(stoppedCode)); // the next download goes on from there
    }
    InterruptHandler.endAfter(
        shutdownDeadline,
        () ->
            view.note(
                "not finished within --shutdown-deadline; ending with the checkpoint that there is"));
    try {
      view.note("finishing: saving the checkpoint; press ^C again to stop without it");
      started.get().stop();
    } catch (ExecutionException | CancellationException e) {
      return; // the command ends already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
