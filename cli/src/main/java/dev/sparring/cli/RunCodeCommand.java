package dev.sparring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Json;
import dev.sparring.sandbox.ProgramOutcome;
import dev.sparring.sandbox.ProgramTest;
import dev.sparring.sandbox.Sandbox;
import dev.sparring.sandbox.SandboxBackend;
import dev.sparring.sandbox.SandboxException;
import dev.sparring.sandbox.SandboxSettings;
import dev.sparring.sandbox.TestLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring run-code}. */
@Command(
    name = "run-code",
    header = "judges one Python program in the sandbox",
    mixinStandardHelpOptions = true,
    description = {
      "Runs one Python program against tests in the sandbox, as the verifier does, and says what"
          + " came of each. The exit code is 0 whatever the program does, 2 for a mistake in what"
          + " was asked, and 1 if there is no sandbox.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring run-code answer.py --tests tests.txt",
      "  sparring run-code answer.py --tests tests.txt --json",
      "",
      "tests.txt holds lines of the form INPUT ||| OUTPUT, for example",
      "  1 2 3 ||| 6"
    })
final class RunCodeCommand implements Callable<Integer> {
  private static final int LONGEST = 200;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "the program, in UTF-8")
  private Path file;

  @Option(
      names = "--tests",
      required = true,
      paramLabel = "FILE",
      description = "lines INPUT ||| OUTPUT")
  private Path tests;

  @Option(names = "--json", description = "prints one JSON object")
  private boolean json;

  @Option(
      names = "--backend",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "auto, wasm or os (default auto)")
  private String backend;

  @Override
  public Integer call() throws JsonProcessingException, InterruptedException {
    String program = read(file);
    List<ProgramTest> wanted = parse(tests);
    SandboxSettings settings = SandboxSettings.of(named(backend));
    List<ProgramOutcome> outcomes;
    try (Sandbox sandbox = Sandbox.open(settings)) {
      outcomes = sandbox.run(program, wanted);
    } catch (SandboxException e) {
      Main.complain(spec.commandLine(), e.getMessage());
      return Main.FAILURE;
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(report(wanted, outcomes)));
    } else {
      show(wanted, outcomes, out);
    }
    return 0;
  }

  private static Map<String, Object> report(
      List<ProgramTest> tests, List<ProgramOutcome> outcomes) {
    List<Map<String, Object>> results = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("input", tests.get(i).input());
      result.put("expected", tests.get(i).expected());
      result.put("actual", outcomes.get(i).output().stripTrailing());
      result.put("outcome", outcomes.get(i).name());
      results.add(result);
    }
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("passed", passed(outcomes));
    report.put("total", tests.size());
    report.put("results", results);
    return report;
  }

  private static void show(
      List<ProgramTest> tests, List<ProgramOutcome> outcomes, PrintWriter out) {
    for (int i = 0; i < tests.size(); i++) {
      ProgramOutcome outcome = outcomes.get(i);
      String detail = "";
      if (outcome instanceof ProgramOutcome.Error error) {
        detail = ": " + error.message();
      } else if (outcome instanceof ProgramOutcome.Refused refused) {
        detail = ": " + refused.reason();
      } else if (outcome instanceof ProgramOutcome.WrongOutput wrong) {
        detail = ": " + oneLine(wrong.output());
      }
      out.println(tests.get(i).input() + " ||| " + outcome.name() + detail);
    }
    out.println(passed(outcomes) + " of " + tests.size() + " passed");
  }

  /** What a program printed, without what would move a terminal's cursor. */
  private static String oneLine(String output) {
    String line = output.strip().replaceAll("\\p{Cc}", " ");
    return line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line;
  }

  private static long passed(List<ProgramOutcome> outcomes) {
    return outcomes.stream().filter(ProgramOutcome::passed).count();
  }

  private static SandboxBackend named(String name) {
    try {
      return SandboxBackend.named(name);
    } catch (IllegalArgumentException e) {
      throw new RunException(e.getMessage());
    }
  }

  private static List<ProgramTest> parse(Path file) {
    try {
      return TestLines.parse(read(file));
    } catch (IllegalArgumentException e) {
      throw new RunException(file + ": " + e.getMessage());
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RunException(
          Files.exists(file)
              ? file + " cannot be read as UTF-8 text"
              : "there is no file " + file + "; name one that exists");
    }
  }
}
