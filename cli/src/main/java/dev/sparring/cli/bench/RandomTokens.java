package dev.sparring.cli.bench;

import java.util.Map;

/**
 * Work on random tokens.
 *
 * @param batch sequences
 * @param prompt tokens of each prompt
 * @param tokens tokens of each completion
 */
public record RandomTokens(int batch, int prompt, int tokens) {

  /**
   * Draws {@code tokens} tokens at temperature 1 for every sequence; all share one prompt.
   *
   * @param overrides settings of the policy that go over those of the benchmark
   */
  public Map<String, Object> decode(BenchmarkRunner bench, Map<String, String> overrides) {
    try (DecodeBenchmark work = new DecodeBenchmark(bench, this, overrides)) {
      return result(bench, "decode", bench.seconds(work), (long) batch * tokens);
    }
  }

  /** One GRPO update: old log-probabilities, clipped loss with k3 KL, backward, clip, AdamW. */
  public Map<String, Object> learn(BenchmarkRunner bench, Map<String, String> overrides) {
    try (LearnBenchmark work = new LearnBenchmark(bench, this, overrides)) {
      double[] seconds = bench.seconds(work);
      var result = result(bench, "learn", seconds, (long) batch * (prompt + tokens));
      result.put("loss", work.loss());
      return result;
    }
  }

  private Map<String, Object> result(
      BenchmarkRunner bench, String what, double[] seconds, long work) {
    Map<String, Object> result = bench.head(what);
    result.put("batch", batch);
    result.put("prompt", prompt);
    result.put("tokens", tokens);
    result.put("lora", bench.lora());
    result.put("seconds", seconds);
    result.put("tokensPerSecond", bench.rate(seconds, work));
    result.put("peakGiB", bench.peak());
    return result;
  }
}
