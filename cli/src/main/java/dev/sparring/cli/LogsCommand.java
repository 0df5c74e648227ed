package dev.sparring.cli;

import dev.sparring.core.config.DidYouMean;
import dev.sparring.core.config.Settings;
import dev.sparring.dashboard.run.LogFollower;
import dev.sparring.dashboard.run.RunFolder;
import dev.sparring.orchestrator.run.RunException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring logs}. */
@Command(
    name = "logs",
    header = "shows what the actors of a run log, in the order of time",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the logs of a run's actors as one log, in the order of time and, at the same time, of"
          + " rounds. A line names its actor, its round and the policy version. Control characters"
          + " in a line are shown as escapes.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring logs frozen",
      "  sparring logs frozen --actor solver --actor verifier",
      "  sparring logs runs/frozen --follow"
    })
final class LogsCommand implements Callable<Integer> {
  private static final long PAUSE_MILLIS = 250;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "the run's name or its folder")
  private String name;

  @Option(
      names = "--actor",
      paramLabel = "A",
      description = "only this actor's lines; can be given several times")
  private List<String> actors = List.of();

  @Option(
      names = {"-f", "--follow"},
      description = "goes on until the run ends, or until ^C")
  private boolean follow;

  @Override
  public Integer call() throws IOException {
    Path run = RunResolver.of(Settings.load(Optional.empty(), Map.of())).require(name);
    LogFollower logs = new LogFollower(new RunFolder(run), Set.copyOf(actors));
    refuseUnknown(run, logs.actors());
    PrintWriter out = spec.commandLine().getOut();
    try {
      boolean ended;
      do {
        ended = !follow || Files.exists(run.resolve("summary.json"));
        logs.poll(ended, line -> out.println(Tables.line(line, Integer.MAX_VALUE)));
        out.flush();
        if (!ended) {
          Thread.sleep(PAUSE_MILLIS);
        }
      } while (!ended);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it is to end
    }
    return 0;
  }

  private void refuseUnknown(Path run, List<String> known) {
    if (known.isEmpty() && !follow) {
      throw new RunException(
          run + " has no logs; they are written as long as SLF4J's provider is Logback");
    }
    for (String actor : actors) {
      if (!known.isEmpty() && !known.contains(actor)) {
        throw new RunException(
            run
                + " has no log of an actor "
                + actor
                + DidYouMean.among(known, actor)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("; it has " + String.join(", ", known)));
      }
    }
  }
}
