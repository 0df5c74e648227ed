package dev.sparring.core.measure;

import dev.sparring.core.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Entropies of a model's predictions along texts that follow the same prompts, one text by one
 * author a prompt. Entropies of texts by different authors are no measure of the model: a model
 * predicts its own text more surely than another's ("On own text", 2605.25459).
 *
 * @param texts entropies in nats, one a token, in the order of the prompts
 */
public record TextEntropies(List<float[]> texts) {
  /** First positions of the ranges in which positions are reported, from 1; the last is open. */
  public static final List<Integer> RANGES = List.of(1, 2, 5, 17, 65);

  public TextEntropies {
    texts = List.copyOf(texts);
  }

  /** Mean over all tokens, nats, with an interval over texts. */
  public Interval mean(RandomStream random) {
    return Interval.of(texts, all -> mean(all, 0, Integer.MAX_VALUE), random);
  }

  /** Mean over the tokens of a range, nats; not a number where no text is that long. */
  public double mean(int range) {
    return mean(texts, RANGES.get(range) - 1, end(range));
  }

  private static int end(int range) {
    return range + 1 < RANGES.size() ? RANGES.get(range + 1) - 1 : Integer.MAX_VALUE;
  }

  /** The mean of another author's texts by that of these, with an interval over prompts. */
  public Interval ratio(TextEntropies others, RandomStream random) {
    List<Integer> prompts = IntStream.range(0, texts.size()).boxed().toList();
    return Interval.of(
        prompts,
        drawn ->
            mean(drawn.stream().map(others.texts::get).toList(), 0, Integer.MAX_VALUE)
                / mean(drawn.stream().map(texts::get).toList(), 0, Integer.MAX_VALUE),
        random);
  }

  /** Mean over the tokens from one place up to another. */
  private static double mean(List<float[]> texts, int from, int to) {
    double sum = 0;
    long count = 0;
    for (float[] text : texts) {
      for (int i = from; i < Math.min(to, text.length); i++) {
        sum += text[i];
        count++;
      }
    }
    return sum / count;
  }
}
