package dev.sparring.cli;

import dev.sparring.cli.bench.BenchmarkRunner;
import dev.sparring.cli.bench.RandomTokens;
import dev.sparring.cli.bench.RoundBenchmark;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.run.RunException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring bench}. */
@Command(
    name = "bench",
    header = "times decoding, learning or whole rounds",
    mixinStandardHelpOptions = true,
    description = {
      "Times a piece of work with the code that trains: decoding random prompts, one update on"
          + " random tokens, or whole rounds of writing and learning on a chat model.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring bench decode bundled --batch 192 --prompt 12 --tokens 16",
      "  sparring bench learn path/to/model --dtype bf16 --json",
      "  sparring bench round path/to/model --problems 4 --samples 4 --dtype bf16"
    })
final class BenchCommand implements Callable<Integer> {
  enum Work {
    decode,
    learn,
    round
  }

  /** Settings that have options here. */
  private static final Map<String, String> OPTIONS =
      Map.of(
          "policy.dtype", "--dtype",
          "policy.threads", "--threads",
          "policy.adapter.use", "--lora",
          "policy.adapter.rank", "--lora",
          "learn.recompute", "--checkpointing");

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORK", description = "decode, learn or round")
  private Work work;

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "bundled, a model directory, or Owner/Name[@revision] of the hub")
  private String model;

  @Option(
      names = "--batch",
      defaultValue = "8",
      description = "sequences of decode and learn (default 8)")
  private int batch;

  @Option(
      names = "--prompt",
      defaultValue = "64",
      description = "tokens of a prompt; of round, at most (default 64)")
  private int prompt;

  @Option(
      names = "--tokens",
      defaultValue = "64",
      description = "tokens written; by round, at most (default 64)")
  private int tokens;

  @Option(names = "--problems", defaultValue = "8", description = "prompts of a round (default 8)")
  private int problems;

  @Option(
      names = "--samples",
      defaultValue = "4",
      description = "samples of a round's prompt (default 4)")
  private int samples;

  @Option(names = "--dtype", defaultValue = "fp32", description = "fp32 or bf16 (default fp32)")
  private String dtype;

  @Option(names = "--threads", defaultValue = "2", description = "threads (default 2)")
  private int threads;

  @Option(names = "--repeat", defaultValue = "3", description = "counted runs (default 3)")
  private int repeat;

  @Option(
      names = "--lora",
      defaultValue = "0",
      description =
          "rank of an adapter that is decoded with, or learns in place of the weights; 0 is none"
              + " (default 0)")
  private int lora;

  @Option(
      names = "--checkpointing",
      description = "computes activations again on the way back instead of keeping them")
  private boolean checkpointing;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "a setting, for example learn.micro-batch-tokens=2048 or policy.device=cuda; of decode"
              + " one of policy alone")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() {
    if (IntStream.of(batch, prompt, tokens, problems, samples, threads, repeat).min().orElse(0)
        < 1) {
      throw new RunException("the counts of bench are 1 or more");
    } else if (lora < 0) {
      throw new RunException("--lora is " + lora + "; it takes a rank, or 0 for none");
    }
    ThreadsNote.require("--threads", threads, 1);
    refuseWhatIsForOtherWork();
    Settings settings = Settings.load(Optional.empty(), settings());
    ThreadsNote.print(threads, spec.commandLine().getErr());
    Path directory =
        ModelResolver.find(
                model, settings.policy().hub(), new DownloadProgress(spec.commandLine().getErr()))
            .directory();
    String device = settings.policy().device();
    BenchmarkRunner bench =
        new BenchmarkRunner(
            directory, settings.policy().dtype(), device, threads, lora, checkpointing, repeat);
    RandomTokens shape = new RandomTokens(batch, prompt, tokens);
    Map<String, Object> result =
        switch (work) {
          case decode -> shape.decode(bench, overrides);
          case learn -> shape.learn(bench, overrides);
          case round ->
              new RoundBenchmark(problems, samples, tokens, prompt).round(bench, overrides);
        };
    spec.commandLine().getOut().println(json ? JsonOutput.line(result) : line(result));
    return 0;
  }

  private Map<String, String> settings() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("policy.dtype", dtype);
    all.putAll(overrides);
    return all;
  }

  /** An option that has no effect would make figures seem to be of something that they are not. */
  private void refuseWhatIsForOtherWork() {
    List<String> foreign =
        switch (work) {
          case decode -> List.of("--problems", "--samples", "--checkpointing");
          case learn -> List.of("--problems", "--samples");
          case round -> List.of("--batch");
        };
    for (String option : foreign) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new RunException(option + " is not for bench " + work + "; leave it away");
      }
    }
    for (String key : overrides.keySet()) {
      String bare = key.replaceFirst("^sparring\\.", "");
      if (OPTIONS.containsKey(bare)) {
        throw new RunException("bench takes " + OPTIONS.get(bare) + " in place of --set " + key);
      } else if (work == Work.decode && !bare.startsWith("policy.")) {
        throw new RunException("--set " + key + " is not for bench decode; leave it away");
      }
    }
  }

  private static String line(Map<String, Object> result) {
    String rate =
        result.containsKey("tokensPerSecond")
            ? result.get("tokensPerSecond") + " tokens a second"
            : String.format(
                Locale.ROOT, "%.1f tokens a completion", (Double) result.get("meanCompletion"));
    return rate
        + ", "
        + result.get("peakGiB")
        + " GiB at the peak; seconds "
        + JsonOutput.line(result.get("seconds"));
  }
}
