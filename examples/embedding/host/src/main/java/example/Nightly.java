package example;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.Training;
import dev.sparring.orchestrator.run.Summary;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Plays one run in an actor system that Sparring makes, and prints how it ended. */
public final class Nightly {
  private Nightly() {}

  /** The first argument is a configuration, the second the name of the run. */
  public static void main(String[] arguments) {
    Settings settings =
        Settings.load(Optional.of(Path.of(arguments[0])), Map.of("run.name", arguments[1]));
    try (Training training = Training.start(settings, Nightly::print)) {
      Runtime.getRuntime().addShutdownHook(new Thread(training::stop));
      Summary summary = training.end().join();
      System.out.println(
          summary.stopped()
              + ": "
              + summary.before().get("eval/greedy")
              + " to "
              + summary.after().get("eval/greedy"));
    }
  }

  private static void print(RunEvent event) {
    if (event instanceof RunEvent.RoundFinished round) {
      System.out.println(
          "round "
              + round.step()
              + " of "
              + round.steps()
              + ": reward "
              + round.metrics().get("solver/reward"));
    } else if (event instanceof RunEvent.GuardRaised raised) {
      System.out.println(raised.guard() + " in round " + raised.step() + ": " + raised.message());
    }
  }
}
