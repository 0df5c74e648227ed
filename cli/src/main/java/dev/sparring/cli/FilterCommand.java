package dev.sparring.cli;

import dev.sparring.cli.filter.FilterReport;
import dev.sparring.cli.filter.InstructionFilter;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring filter}. */
@Command(
    name = "filter",
    header = "keeps the instruction data that a model can learn from",
    mixinStandardHelpOptions = true,
    description = {
      "Reads instructions with responses, JSON objects one a line: {\"instruction\":…,\"input\":…,"
          + "\"output\":…} or {\"messages\":[…]} of one user and one assistant (or conversations"
          + " with from and value). Measures with the model how much each instruction helps to write"
          + " its response, IFD = ppl(y|x) / ppl(y), and how well each response tells its"
          + " instruction, r-IFD = ppl(x|y) / ppl(x) (\"Selective Reflection-Tuning\", 2402.10110).",
      "",
      "Without --rewritten, what has an IFD below 1 is kept, and of that the share --keep with the"
          + " highest. With it, each line of the other file is a teacher's version of the same line:"
          + " its instruction is taken where IFD rises with it and stays below 1, and its response"
          + " where r-IFD falls.",
      "",
      "Every line's figures go to OUT.scores.jsonl as they come. A command that was stopped goes on"
          + " after the last of them; OUT is written at the end.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring filter data.jsonl kept.jsonl --model Qwen/Qwen2.5-0.5B-Instruct --keep 0.3",
      "  sparring filter data.jsonl mixed.jsonl --model NAME --rewritten teacher.jsonl"
    })
final class FilterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "DATA", description = "a file of JSON objects, one a line")
  private Path data;

  @Parameters(index = "1", paramLabel = "OUT", description = "a file that is not there yet")
  private Path out;

  @Mixin private LoadedModelOptions model;

  @Option(
      names = "--rewritten",
      paramLabel = "FILE",
      description = "a teacher's version of DATA, with as many lines")
  private Path rewritten;

  @Option(
      names = "--keep",
      paramLabel = "SHARE",
      defaultValue = "1",
      description = "share to keep of what has an IFD below 1, above 0 and up to 1 (default 1)")
  private double keep;

  @Override
  public Integer call() throws IOException {
    if (!(keep > 0 && keep <= 1)) {
      throw new RunException("--keep is " + keep + "; it takes a share above 0 and up to 1");
    }
    if (rewritten != null && keep != 1) {
      throw new RunException("--keep goes with DATA alone; leave it or --rewritten out");
    }
    if (Files.exists(out)) {
      throw new RunException(out + " exists already; choose another OUT, or remove it");
    }
    PrintWriter said = spec.commandLine().getOut();
    try (Policy policy = model.open(Optional.empty(), Map.of(), spec.commandLine().getErr())) {
      InstructionFilter filter =
          new InstructionFilter(
              policy, data, Optional.ofNullable(rewritten), out, JsonLines.LONGEST);
      FilterReport report = filter.run(keep, said::println);
      said.print(report.text());
      said.println("Wrote " + out + " and " + filter.scores());
    }
    return 0;
  }
}
