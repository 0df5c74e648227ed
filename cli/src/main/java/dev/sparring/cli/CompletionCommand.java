package dev.sparring.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring completion}. */
@Command(
    name = "completion",
    header = "prints the completion of commands and options for a shell",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script that has bash or zsh complete commands, options and file names.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  source <(sparring completion bash)     for this shell; in ~/.bashrc, for all",
      "  source <(sparring completion zsh)      for this shell; in ~/.zshrc, for all"
    })
final class CompletionCommand implements Callable<Integer> {
  enum Shell {
    bash,
    zsh
  }

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh")
  private Shell shell;

  @Override
  public Integer call() {
    if (shell == Shell.zsh) { // picocli's script is one for bash, which zsh can run
      spec.commandLine().getOut().println("autoload -U +X compinit && compinit");
    }
    spec.commandLine().getOut().print(AutoComplete.bash("sparring", spec.parent().commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
