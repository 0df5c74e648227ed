package dev.sparring.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sparring.cli.bench.BenchmarkRunner;
import dev.sparring.cli.bench.RandomTokens;
import dev.sparring.cli.bench.RoundBenchmark;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.ModelResolver;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.checkpoint.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
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
      description = "rank of the adapter that learns; 0 lets all weights learn (default 0)")
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
              + " the device alone")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws JsonProcessingException {
    if (IntStream.of(batch, prompt, tokens, problems, samples, threads, repeat).min().orElse(0)
        < 1) {
      throw new RunException("the counts of bench are 1 or more");
    }
    Settings settings = Settings.load(Optional.empty(), overrides);
    Path directory =
        ModelResolver.find(
                model, settings.policy().hub(), new DownloadProgress(spec.commandLine().getErr()))
            .directory();
    String device = settings.policy().device();
    BenchmarkRunner bench =
        new BenchmarkRunner(directory, dtype, device, threads, lora, checkpointing, repeat);
    RandomTokens shape = new RandomTokens(batch, prompt, tokens);
    Map<String, Object> result =
        switch (work) {
          case decode -> shape.decode(bench);
          case learn -> shape.learn(bench, overrides);
          case round ->
              new RoundBenchmark(problems, samples, tokens, prompt).round(bench, overrides);
        };
    spec.commandLine()
        .getOut()
        .println(json ? Json.MAPPER.writeValueAsString(result) : line(result));
    return 0;
  }

  private static String line(Map<String, Object> result) throws JsonProcessingException {
    String rate =
        result.containsKey("tokensPerSecond")
            ? result.get("tokensPerSecond") + " tokens a second"
            : "%.1f tokens a completion".formatted((Double) result.get("meanCompletion"));
    return "%s, %s GiB at the peak; seconds %s"
        .formatted(
            rate, result.get("peakGiB"), Json.MAPPER.writeValueAsString(result.get("seconds")));
  }
}
