package dev.sparring.cli.bench;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.core.advantage.Advantage;
import dev.sparring.core.advantage.Batch;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.run.RunException;
import dev.sparring.policy.Completions;
import dev.sparring.policy.Policy;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.sample.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whole rounds as the Python stack's trainer plays them: prompts through the chat template, samples
 * of each, an arbitrary reward from their length, GRPO advantages, one update near a reference.
 *
 * @param problems prompts of a round
 * @param samples of each prompt
 * @param tokens that a sample may have
 * @param prompt that a prompt may have, tokens
 */
public record RoundBenchmark(int problems, int samples, int tokens, int prompt) {
  private static final double RATE = 1e-6;
  private static final int PROBLEMS = 64;

  /** Times them. */
  public Map<String, Object> round(BenchmarkRunner bench, Map<String, String> overrides) {
    try (Rounds work = new Rounds(this, bench, settings(bench, overrides))) {
      double[] seconds = bench.seconds(work);
      Map<String, Object> result = bench.head("round");
      result.put("problems", problems);
      result.put("samples", samples);
      result.put("lora", bench.lora());
      result.put("seconds", seconds);
      result.put("meanCompletion", work.written / (double) work.completions);
      result.put("peakGiB", bench.peak());
      return result;
    }
  }

  /** What the peer's trainer has for defaults. */
  private Settings settings(BenchmarkRunner bench, Map<String, String> overrides) {
    Map<String, String> all = new LinkedHashMap<>();
    all.putAll(bench.settings());
    all.put("policy.decode.slots", Integer.toString(problems * samples));
    all.put("sampling.temperature", "1");
    all.put("sampling.max-tokens", Integer.toString(tokens));
    all.put("learn.kl.coefficient", "0.001");
    all.put("learn.aggregation", "token-mean");
    all.put("learn.beta2", "0.999");
    all.put("learn.weight-decay", "0");
    all.putAll(overrides);
    return Settings.load(Optional.empty(), all);
  }

  private static List<ChatMessage> problem(int number) {
    int i = number % PROBLEMS;
    return List.of(
        ChatMessage.user(
            String.format(
                Locale.ROOT, "Compute %d * %d. Answer in one short line.", 123 + i, 45 + i)));
  }

  private static final class Rounds implements BenchmarkRunner.Work {
    private final RoundBenchmark shape;
    private final Policy policy;
    private final Sampling sampling;
    private final Loss loss;
    private int round;
    private long written;
    private long completions;

    Rounds(RoundBenchmark shape, BenchmarkRunner bench, Settings settings) {
      this.shape = shape;
      this.sampling = settings.sampling();
      this.loss = Loss.PolicyGradient.of(settings.learn(), sampling.learningTemperature());
      this.policy = Policy.forLearning(bench.model(), settings);
      try {
        requireMemory(bench);
      } catch (RunException e) {
        policy.close();
        throw e;
      }
    }

    private void requireMemory(BenchmarkRunner bench) {
      int longest =
          IntStream.range(0, PROBLEMS).map(i -> policy.promptTokens(problem(i))).max().orElse(0);
      if (longest > shape.prompt) {
        throw new RunException(
            "a prompt has " + longest + " tokens and --prompt is " + shape.prompt);
      }
      bench.requireMemory(longest, shape.tokens, "--tokens");
    }

    @Override
    public void run() {
      List<Prompt> prompts = new ArrayList<>();
      for (int i = 0; i < shape.problems; i++) {
        int number = round * shape.problems + i;
        RandomStream stream = RandomStream.of(number);
        var streams = IntStream.range(0, shape.samples).mapToObj(stream::child).toList();
        prompts.add(new Prompt(Integer.toString(i), Role.SOLVER, problem(number), "", streams));
      }
      List<Completion> all = new ArrayList<>();
      for (Completions one : policy.complete(prompts, sampling, () -> false)) {
        all.addAll(one.completions());
      }
      policy.learn(episodes(all), List.of(), loss, RATE, () -> false);
      round++;
    }

    private List<Episode> episodes(List<Completion> all) {
      double[] rewards = new double[all.size()];
      int[] groups = new int[all.size()];
      int[] lengths = new int[all.size()];
      for (int i = 0; i < rewards.length; i++) {
        Completion one = all.get(i);
        rewards[i] = one.text().codePointCount(0, one.text().length()) % 7;
        groups[i] = i / shape.samples;
        lengths[i] = one.ids().length;
        written += lengths[i] - (one.truncated() ? 0 : 1); // the peer counts no end token
      }
      completions += rewards.length;
      double[] advantages =
          Advantage.named("grpo")
              .compute(new Batch(Role.SOLVER.name(), rewards, groups, lengths, 0))
              .values();
      return IntStream.range(0, rewards.length)
          .mapToObj(i -> Episode.of("b" + i, Role.SOLVER, all.get(i), advantages[i]))
          .toList();
    }

    @Override
    public void close() {
      policy.close();
    }
  }
}
