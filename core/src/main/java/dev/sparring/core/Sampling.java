package dev.sparring.core;

import java.util.List;

/**
 * How completions are drawn.
 *
 * @param temperature divides the logits; 0 takes the most probable token
 * @param topK keeps the k most probable tokens; 0 keeps all
 * @param topP keeps the smallest set of tokens whose probability reaches p; 1 keeps all
 * @param minP keeps tokens at least this fraction as probable as the best; 0 keeps all
 * @param maxTokens tokens a completion may have; one that reaches it without an end is truncated
 * @param stop texts that end a completion
 */
public record Sampling(
    double temperature, int topK, double topP, double minP, int maxTokens, List<String> stop) {

  /** The temperatures of {@link #usable}, in words. */
  public static final String TEMPERATURES = "0, or a number from 1e-6 to 1e6";

  private static final double COLDEST = 1e-6;
  private static final double HOTTEST = 1e6;

  /**
   * Whether logits divided by a temperature stay finite in fp32. 0 is not divided by, it is the
   * most probable token.
   */
  public static boolean usable(double temperature) {
    return temperature == 0 || (temperature >= COLDEST && temperature <= HOTTEST);
  }

  /** Plain sampling from the policy itself. */
  public static Sampling plain(double temperature, int maxTokens) {
    return new Sampling(temperature, 0, 1, 0, maxTokens, List.of());
  }

  /** The most probable token every time. */
  public Sampling greedy() {
    return new Sampling(0, 0, 1, 0, maxTokens, stop);
  }

  /** The temperature at which what was drawn is learned from; greedy text is learned from at 1. */
  public double learningTemperature() {
    return temperature == 0 ? 1 : temperature;
  }
}
