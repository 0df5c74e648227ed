package dev.sparring.cli;

import dev.sparring.core.config.DidYouMean;
import dev.sparring.orchestrator.run.RunException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring help}. */
@Command(
    name = "help",
    header = "shows help on a command",
    mixinStandardHelpOptions = true,
    description = {"Shows what --help of a command shows.", ""},
    footer = {"", "Examples:", "  sparring help", "  sparring help train"})
final class HelpCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "its name")
  private String name;

  @Override
  public Integer call() {
    CommandLine sparring = spec.parent().commandLine();
    CommandLine command = name == null ? sparring : sparring.getSubcommands().get(name);
    if (command == null) {
      throw new RunException(
          "there is no command "
              + name
              + DidYouMean.among(sparring.getSubcommands().keySet(), name)
                  .map(near -> "; did you mean " + near + "?")
                  .orElse("; `sparring` lists those that there are"));
    }
    command.usage(spec.commandLine().getOut());
    return 0;
  }
}
