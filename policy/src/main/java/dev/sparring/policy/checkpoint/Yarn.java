package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * YaRN (arXiv 2309.00071): waves that turn often within the original context are kept, those that
 * turn seldom are slowed by the factor, and between the two there is a ramp; cosines and sines are
 * made larger. As {@code _compute_yarn_parameters} of transformers 4.53 computes it, in fp32.
 */
final class Yarn {
  private static final String FACTOR = "factor";
  private static final String ORIGINAL = "original_max_position_embeddings";

  private Yarn() {}

  /**
   * The scaled positions.
   *
   * @param plain frequencies without scaling, D/2
   * @param positions {@code max_position_embeddings}
   */
  static Rope of(ConfigFile file, JsonNode scaling, float[] plain, double theta, int positions) {
    if (!scaling.path("truncate").asBoolean(true)) {
      throw file.mistake("rope_scaling yarn with truncate false is not supported");
    }
    double original = file.number(scaling, ORIGINAL, positions);
    double factor = Rope.factor(scaling, file);
    if (scaling.hasNonNull(ORIGINAL) && Math.abs(positions / original - factor) > 1e-6 * factor) {
      throw file.mistake(
          String.format(
              Locale.ROOT,
              "rope_scaling yarn has the factor %s, but max_position_embeddings is %d, and %s %s;"
                  + " versions of transformers disagree about that, so make"
                  + " max_position_embeddings %d, or the factor %s",
              scaling.path(FACTOR),
              positions,
              ORIGINAL,
              scaling.path(ORIGINAL),
              Math.round(factor * original),
              positions / original));
    }
    int size = 2 * plain.length;
    double fast = file.number(scaling, "beta_fast", 32);
    double slow = file.number(scaling, "beta_slow", 1);
    double low = Math.max(Math.floor(dimension(fast, size, theta, original)), 0);
    double high = Math.min(Math.ceil(dimension(slow, size, theta, original)), size - 1);
    float[] frequencies = new float[plain.length];
    for (int i = 0; i < plain.length; i++) {
      float span = (float) (low == high ? 0.001 : high - low);
      float ramp = Math.max(0, Math.min(1, (i - (float) low) / span));
      float kept = 1 - ramp;
      float slowed = plain[i] / (float) factor;
      frequencies[i] = slowed * (1 - kept) + plain[i] * kept;
    }
    return new Rope(frequencies, (float) amplitude(file, scaling, factor));
  }

  /** Which element turns so often within a context, as a fraction. */
  private static double dimension(double turns, int size, double theta, double context) {
    return size * StrictMath.log(context / (turns * 2 * Math.PI)) / (2 * StrictMath.log(theta));
  }

  private static double amplitude(ConfigFile file, JsonNode scaling, double factor) {
    double one = file.number(scaling, "mscale", 0);
    double all = file.number(scaling, "mscale_all_dim", 0);
    double usual =
        one != 0 && all != 0 ? growth(factor, one) / growth(factor, all) : growth(factor, 1);
    return file.number(scaling, "attention_factor", usual);
  }

  private static double growth(double factor, double weight) {
    return factor <= 1 ? 1 : 0.1 * weight * StrictMath.log(factor) + 1;
  }
}
