package dev.sparring.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sparring version}. */
@Command(
    name = "version",
    header = "shows the versions of Sparring and of what it is made with",
    mixinStandardHelpOptions = true,
    description = {"Shows what --version shows.", ""},
    footer = {"", "Examples:", "  sparring version"})
final class VersionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    for (String line : new VersionText().getVersion()) {
      spec.commandLine().getOut().println(line);
    }
    return 0;
  }
}
