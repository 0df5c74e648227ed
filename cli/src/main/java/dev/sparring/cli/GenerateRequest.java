package dev.sparring.cli;

import dev.sparring.core.Sampling;
import java.util.List;

/**
 * How a line of {@code generate} wants its prompt completed.
 *
 * @param seed with the number of a sample it names the sample's random numbers
 * @param samples completions
 */
record GenerateRequest(Sampling sampling, long seed, int samples) {
  static final List<String> KEYS =
      List.of("maxTokens", "temperature", "topP", "topK", "minP", "seed", "n", "stop");

  static final GenerateRequest PLAIN = new GenerateRequest(Sampling.plain(1, 256), 1, 1);

  /** Samples of a line, all of which are held in memory. */
  private static final int MOST_SAMPLES = 10_000;

  private static final String COUNT = "a whole number, 1 or more";

  /** What the line says, and {@code otherwise} where it says nothing. */
  static GenerateRequest of(JsonlRequest line, GenerateRequest otherwise) {
    Sampling usual = otherwise.sampling();
    double temperature =
        line.number("temperature", usual.temperature(), t -> t >= 0, "a number, 0 or more");
    line.number("temperature", 0, Sampling::usable, Sampling.TEMPERATURES);
    long samples = line.whole("n", otherwise.samples(), 1, Integer.MAX_VALUE, COUNT);
    line.whole("n", 1, 1, MOST_SAMPLES, "a whole number from 1 to " + MOST_SAMPLES);
    Sampling sampling =
        new Sampling(
            temperature,
            (int)
                line.whole("topK", usual.topK(), 0, Integer.MAX_VALUE, "a whole number, 0 or more"),
            line.number("topP", usual.topP(), p -> p > 0 && p <= 1, "a number above 0, at most 1"),
            line.number("minP", usual.minP(), p -> p >= 0 && p <= 1, "a number from 0 to 1"),
            (int) line.whole("maxTokens", usual.maxTokens(), 1, Integer.MAX_VALUE, COUNT),
            line.texts("stop", usual.stop()));
    return new GenerateRequest(
        sampling,
        line.whole("seed", otherwise.seed(), Long.MIN_VALUE, Long.MAX_VALUE, "a whole number"),
        (int) samples);
  }
}
