package dev.sparring.cli;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.worker.FailureReason;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code sparring}. */
@Command(
    name = "sparring",
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    description = {"Trains a language model by having it ask itself questions.", ""},
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  sparring train                      the quick start, about a minute",
      "  sparring inspect runs/NAME          what happened in it",
      "  sparring eval runs/NAME             what its model can do",
      "  sparring export runs/NAME OUT       its model for other tools",
      "",
      "Every command has --help with examples of its own."
    },
    subcommands = {
      TrainCommand.class,
      EvalCommand.class,
      InspectCommand.class,
      DashboardCommand.class,
      ValidateCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      ExportCommand.class,
      PretrainCommand.class,
      BenchCommand.class
    })
public final class Main implements Runnable {
  /** Exit code of a user's mistake. */
  static final int MISTAKE = 2;

  /** Exit code of ours. */
  static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The command line with its error handling. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new VersionText()));
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> report(command, e));
    commandLine.setParameterExceptionHandler(
        (e, arguments) -> {
          complain(e.getCommandLine(), firstLine(e) + hint(e));
          return MISTAKE;
        });
    return commandLine;
  }

  /** One line on standard error. */
  static void complain(CommandLine command, String line) {
    command.getErr().println("sparring: " + line);
  }

  private static String hint(ParameterException e) {
    String help = " (see " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help)";
    return e instanceof UnmatchedArgumentException unmatched
            && !unmatched.getSuggestions().isEmpty()
        ? "; did you mean " + unmatched.getSuggestions().get(0) + "?" + help
        : help;
  }

  private static int report(CommandLine command, Exception e) {
    if (e instanceof ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> complain(command, problem));
      return MISTAKE;
    }
    if (e instanceof RunException || e instanceof CheckpointException) {
      complain(command, firstLine(e));
      return MISTAKE;
    }
    if (DiskFull.in(e)) {
      complain(command, "there is no space left to write to: " + firstLine(e));
      return MISTAKE;
    }
    complain(command, FailureReason.of(e));
    LoggerFactory.getLogger(Main.class).error("failed", e);
    return FAILURE;
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse(e.toString());
  }

  /** Runs a command and exits with its code. What it writes is UTF-8, as JSON has to be. */
  public static void main(String[] arguments) {
    InterruptHandler.prepare();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(commandLine().setOut(out).execute(arguments));
  }
}
