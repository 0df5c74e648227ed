package dev.sparring.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.sparring.cluster.ClusterException;
import dev.sparring.core.config.ConfigurationException;
import dev.sparring.core.plugin.PluginException;
import dev.sparring.core.plugin.Plugins;
import dev.sparring.orchestrator.run.DiskFull;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.home.UserHome;
import dev.sparring.policy.rollout.RolloutException;
import dev.sparring.policy.worker.FailureReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
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
      "  sparring train              the quick start, about a minute",
      "  sparring inspect NAME       what happened in a run",
      "  sparring eval NAME          what its model can do",
      "  sparring export NAME OUT    its model for other tools",
      "",
      "Every command has --help with examples of its own."
    },
    subcommands = {
      TrainCommand.class,
      WorkerCommand.class,
      RunsCommand.class,
      StatusCommand.class,
      DrainCommand.class,
      CertificatesCommand.class,
      InspectCommand.class,
      LogsCommand.class,
      DashboardCommand.class,
      MlflowCommand.class,
      ReportCommand.class,
      RolloutCheckCommand.class,
      EvalCommand.class,
      GapCommand.class,
      EntropyCommand.class,
      ExportCommand.class,
      FilterCommand.class,
      DistillCommand.class,
      ValidateCommand.class,
      ScoreCommand.class,
      GenerateCommand.class,
      PretrainCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      CompletionCommand.class,
      HelpCommand.class,
      VersionCommand.class,
      RunCodeCommand.class,
      SandboxCommand.class
    })
public final class Main implements Runnable {
  /** Exit code of a user's mistake. */
  static final int MISTAKE = 2;

  /** Exit code of ours. */
  static final int FAILURE = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--stacktrace",
      scope = ScopeType.INHERIT,
      description =
          "prints stack traces on standard error (so does SPARRING_STACKTRACE=1); without it they"
              + " go to a file")
  private boolean stacktrace;

  @Option(
      names = "--classpath",
      paramLabel = "JARS",
      scope = ScopeType.INHERIT,
      description =
          "jars and folders with tasks and rewards of your own, separated as in Java's class path;"
              + " SPARRING_CLASSPATH adds the same for every command")
  private String classPath;

  @Override
  public void run() {
    spec.commandLine().getOut().print(Overview.of(spec));
    spec.commandLine().getOut().flush();
  }

  /** The command line with its error handling. */
  static CommandLine commandLine() {
    Main main = new Main();
    CommandLine commandLine = new CommandLine(main);
    commandLine
        .getSubcommands()
        .values()
        .forEach(command -> command.getCommandSpec().versionProvider(new VersionText()));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setColorScheme(Help.defaultColorScheme(Terminal.colours() ? Ansi.ON : Ansi.OFF));
    commandLine.setExecutionExceptionHandler((e, command, parsed) -> main.report(command, e));
    commandLine.setExecutionStrategy(main::execute);
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

  private int execute(ParseResult parsed) {
    stacktrace |= Set.of("1", "true", "yes", "on").contains(environment("SPARRING_STACKTRACE"));
    if (stacktrace && LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.setLevel(Level.ERROR); // what a run reports is then seen as well
    }
    try {
      return withPlugins(() -> new RunLast().execute(parsed));
    } catch (Error e) {
      CommandLine last = parsed.commandSpec().commandLine();
      for (ParseResult at = parsed; at.hasSubcommand(); at = at.subcommand()) {
        last = at.subcommand().commandSpec().commandLine();
      }
      return report(last, e);
    }
  }

  /** Runs a command that sees what {@code --classpath} names, and so do the threads it starts. */
  private int withPlugins(IntSupplier command) {
    if (classPath == null) {
      return command.getAsInt();
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader plugins = Plugins.loader(classPath)) {
      thread.setContextClassLoader(plugins);
      return command.getAsInt();
    } catch (PluginException e) {
      return report(spec.commandLine(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String environment(String name) {
    return System.getenv().getOrDefault(name, "").toLowerCase(Locale.ROOT);
  }

  private int report(CommandLine command, Throwable e) {
    if (e instanceof ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> complain(command, problem));
      return MISTAKE;
    }
    if (e instanceof RunException
        || e instanceof CheckpointException
        || e instanceof PluginException
        || e instanceof ClusterException
        || e instanceof RolloutException) {
      complain(command, firstLine(e));
      return MISTAKE;
    }
    if (e instanceof InvalidPathException path) {
      complain(command, unreadable(path));
      return MISTAKE;
    }
    if (DiskFull.in(e)) {
      complain(command, "there is no space left to write to: " + firstLine(e));
      return MISTAKE;
    }
    return fail(command, e);
  }

  /**
   * One line, which says where the stack trace is; or the stack trace itself, where it is wanted.
   */
  private int fail(CommandLine command, Throwable e) {
    if (stacktrace) {
      complain(command, FailureReason.of(e));
      e.printStackTrace(command.getErr());
      return FAILURE;
    }
    List<String> arguments = spec.commandLine().getParseResult().originalArgs();
    complain(
        command,
        FailureReason.of(e)
            + FailureFile.of(System.getenv())
                .write(e, command.getCommandName(), arguments)
                .map(file -> "; the stack trace is in " + file)
                .orElse("; --stacktrace shows where"));
    return FAILURE;
  }

  private static String unreadable(InvalidPathException e) {
    return Tables.line(e.getInput(), 100)
        + " is no path ("
        + e.getReason()
        + "); in a locale without UTF-8, set LC_ALL=C.UTF-8";
  }

  private static String firstLine(Throwable e) {
    String message = e.getMessage() == null ? e.toString() : e.getMessage();
    return message.lines().findFirst().orElse(e.toString());
  }

  /** Runs a command and exits with its code. */
  public static void main(String[] arguments) {
    InterruptHandler.prepare();
    UserHome.of(System.getenv())
        .ifPresent(home -> System.setProperty("user.home", home.toString()));
    System.exit(execute(commandLine(), arguments));
  }

  /** Runs a command of this process. What it writes is UTF-8, as JSON has to be. */
  static int execute(CommandLine commandLine, String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    return commandLine.setOut(out).setErr(err).execute(arguments);
  }
}
