package dev.sparring.cli;

import dev.sparring.cli.report.ReportPage;
import dev.sparring.cli.report.ReportedRun;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring report}. */
@Command(
    name = "report",
    header = "writes one HTML file on a run, or on several side by side",
    mixinStandardHelpOptions = true,
    description = {
      "Writes one HTML file on a run, or on several side by side: what was asked, what was learned"
          + " and what was not, with intervals, curves, examples, and how to reproduce it. The file"
          + " needs no other file, no script and no network.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring report frozen frozen.html",
      "  sparring report majority format-control truth-ceiling comparison.html"
    })
final class ReportCommand implements Callable<Integer> {
  private static final String HTML = ".html";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "2..*",
      paramLabel = "RUN… OUT.html",
      hideParamSyntax = true,
      description = "names or folders of runs, and last the file that is written")
  private List<String> arguments;

  @Override
  public Integer call() throws IOException {
    Path out = Path.of(arguments.get(arguments.size() - 1));
    if (!out.toString().toLowerCase(Locale.ROOT).endsWith(HTML)) {
      throw new RunException(
          "the last argument is the file to write and ends in " + HTML + ", not " + out);
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || !Files.isDirectory(folder)) {
      throw new RunException(
          Files.isDirectory(out) ? out + " is a directory" : "there is no directory " + folder);
    }
    RunResolver resolver = RunResolver.of(Settings.load(Optional.empty(), Map.of()));
    List<ReportedRun> runs = new ArrayList<>();
    for (String run : arguments.subList(0, arguments.size() - 1)) {
      runs.add(ReportedRun.read(resolver.require(run)));
    }
    write(out, ReportPage.of(runs, runs.stream().map(ReportCommand::conclusion).toList(), style()));
    spec.commandLine().getOut().println("Wrote " + out);
    return 0;
  }

  private static String conclusion(ReportedRun run) {
    return run.summary()
        .filter(summary -> !summary.after().isEmpty())
        .map(summary -> Conclusion.of(summary, run.problems(), run.settings().solver().reward()))
        .orElse("Nothing can be said: no accuracy was measured after training.");
  }

  private static String style() throws IOException {
    try (InputStream style = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(style.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Writes beside and renames, so that a report is whole or the one before. */
  private static void write(Path out, String page) throws IOException {
    Path beside = out.resolveSibling("." + out.getFileName() + ".tmp");
    Files.writeString(beside, page);
    Files.move(beside, out, StandardCopyOption.REPLACE_EXISTING);
  }
}
