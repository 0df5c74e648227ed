package dev.sparring.orchestrator.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.Models;
import dev.sparring.orchestrator.bench.Bench;
import dev.sparring.policy.checkpoint.Json;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sparring bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = "Times a piece of work on random tokens, with the code that trains.",
    footer = {
      "",
      "Examples:",
      "  sparring bench decode bundled --batch 192 --prompt 12 --tokens 16",
      "  sparring bench learn path/to/model --dtype bf16 --json"
    })
final class BenchCommand implements Callable<Integer> {
  enum Work {
    decode,
    learn
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORK", description = "decode or learn")
  private Work work;

  @Parameters(
      index = "1",
      paramLabel = "MODEL",
      description = "bundled, a model directory, or Owner/Name[@revision] of the hub")
  private String model;

  @Option(names = "--batch", defaultValue = "8", description = "sequences (default 8)")
  private int batch;

  @Option(names = "--prompt", defaultValue = "64", description = "tokens of a prompt (default 64)")
  private int prompt;

  @Option(names = "--tokens", defaultValue = "64", description = "tokens written (default 64)")
  private int tokens;

  @Option(names = "--dtype", defaultValue = "fp32", description = "fp32 or bf16 (default fp32)")
  private String dtype;

  @Option(names = "--threads", defaultValue = "2", description = "threads (default 2)")
  private int threads;

  @Option(names = "--repeat", defaultValue = "3", description = "counted runs (default 3)")
  private int repeat;

  @Option(names = "--json", description = "one JSON object")
  private boolean json;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "a setting of learning, for example learn.micro-batch-tokens=2048")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws JsonProcessingException {
    Settings settings = Settings.load(Optional.empty(), overrides);
    Path directory =
        Models.find(model, settings.policy().hub(), new Downloads(spec.commandLine().getErr()))
            .directory();
    Bench bench = new Bench(directory, batch, prompt, tokens, dtype, threads, Math.max(1, repeat));
    Map<String, Object> result = work == Work.decode ? bench.decode() : bench.learn(settings);
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.MAPPER.writeValueAsString(result));
    } else {
      out.printf(
          "%s tokens a second, %s GiB at the peak; seconds %s%n",
          result.get("tokensPerSecond"),
          result.get("peakGiB"),
          Json.MAPPER.writeValueAsString(result.get("seconds")));
    }
    return 0;
  }
}
