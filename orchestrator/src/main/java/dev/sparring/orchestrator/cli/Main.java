package dev.sparring.orchestrator.cli;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.CheckpointException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sparring}. */
@Command(
    name = "sparring",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = "Trains a language model by having it ask itself questions.",
    subcommands = {TrainCommand.class, BenchCommand.class})
public final class Main implements Runnable {
  /** Exit code of a user's mistake. */
  static final int MISTAKE = 2;

  /** Exit code of ours. */
  static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(System.out);
  }

  /** The command line with its error handling. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> report(e));
    commandLine.setParameterExceptionHandler(
        (e, arguments) -> {
          System.err.println("sparring: " + firstLine(e) + " (see --help)");
          return MISTAKE;
        });
    return commandLine;
  }

  private static int report(Exception e) {
    if (e instanceof ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> System.err.println("sparring: " + problem));
      return MISTAKE;
    }
    System.err.println("sparring: " + firstLine(e));
    if (e instanceof RunException || e instanceof CheckpointException) {
      return MISTAKE;
    }
    LoggerFactory.getLogger(Main.class).error("failed", e);
    return FAILURE;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse(e.toString());
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }
}
