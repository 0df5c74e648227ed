package dev.sparring.cli;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.sample.Prompt;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** {@code sparring rollout-check}. */
@Command(
    name = "rollout-check",
    header = "whether a run can have a vLLM server write, and how fast it is",
    mixinStandardHelpOptions = true,
    description = {
      "Makes the checks that a run with policy.rollout.backend = vllm makes: the server can be"
          + " reached, its context suffices, it loads an adapter, and its log-probabilities are"
          + " those of the model. The first check that fails ends the command with a line that says"
          + " what to change. Then it writes completions, some at a time, and says how fast.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  sparring rollout-check http://localhost:8000 --model path/to/model --adapters /shared/adapters"
    })
final class RolloutCheckCommand implements Callable<Integer> {
  private static final int[] AT_A_TIME = {1, 8, 32, 128};
  private static final String QUESTION = "Write a short story about a fisherman and the sea.";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "URL", description = "address of the server")
  private String url;

  @Option(
      names = "--model",
      paramLabel = "M",
      required = true,
      description = "the model that the server serves, as policy.model names it")
  private String model;

  @Option(
      names = "--adapters",
      paramLabel = "DIR",
      description =
          "a directory that the server sees under the same path (default: a new one in the"
              + " temporary directory)")
  private Path adapters;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "64",
      description = "tokens of a completion (default 64)")
  private int tokens;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "sets one key, for example --set policy.dtype=bf16; may be repeated")
  private Map<String, String> overrides = new LinkedHashMap<>();

  @Override
  public Integer call() throws IOException {
    if (tokens < 1) {
      throw new RunException("--tokens is " + tokens + "; it takes a whole number, 1 or more");
    }
    PrintWriter out = spec.commandLine().getOut();
    DownloadProgress aside = new DownloadProgress(spec.commandLine().getErr());
    Path folder = adapters == null ? Files.createTempDirectory("sparring-adapters") : adapters;
    try {
      EvaluationTarget found = EvaluationTarget.of(model, Optional.empty(), over(folder), aside);
      try (Policy policy = Policy.forLearning(found.model(), found.settings())) {
        policy.openRollouts("check", aside::note);
        out.println(
            url
                + " can be used: context, adapters and log-probabilities are those of "
                + found.model());
        out.println(speeds(policy));
      }
    } finally {
      if (adapters == null) {
        Files.deleteIfExists(folder);
      }
    }
    return 0;
  }

  private Map<String, String> over(Path folder) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("policy.adapter.use", "shared");
    all.putAll(overrides);
    all.put("policy.rollout.backend", "vllm");
    all.put("policy.rollout.servers", "[\"" + url + "\"]");
    all.put("policy.rollout.adapters", folder.toString());
    all.put("policy.rollout.in-flight", Integer.toString(AT_A_TIME[AT_A_TIME.length - 1]));
    return all;
  }

  private String speeds(Policy policy) {
    List<String[]> rows = new ArrayList<>();
    for (int count : AT_A_TIME) {
      long start = System.nanoTime();
      long written = written(policy, count);
      double seconds = (System.nanoTime() - start) / 1e9;
      rows.add(
          new String[] {
            Integer.toString(count),
            String.format(Locale.ROOT, "%.2f", seconds),
            Long.toString(written),
            String.format(Locale.ROOT, "%.0f", written / seconds)
          });
    }
    return Tables.of(List.of("requests at a time", "seconds", "tokens", "tokens/s"), rows);
  }

  private long written(Policy policy, int count) {
    List<Prompt> prompts =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    new Prompt(
                        Integer.toString(i),
                        Role.SOLVER,
                        List.of(ChatMessage.user(QUESTION)),
                        "",
                        List.of(RandomStream.of(count).child(i))))
            .toList();
    return policy.complete(prompts, Sampling.plain(1, tokens), () -> false).stream()
        .flatMap((Completions all) -> all.completions().stream())
        .mapToLong(one -> one.ids().length)
        .sum();
  }
}
