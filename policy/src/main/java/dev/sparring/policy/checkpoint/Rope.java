package dev.sparring.policy.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Rotary positions (arXiv 2104.09864): one frequency for every pair of a head's elements, in fp32
 * as the reference implementation computes them.
 *
 * @param frequencies length D/2, radians a position
 * @param amplitude what cosines and sines are multiplied with
 */
public record Rope(float[] frequencies, float amplitude) {
  /** Positions whose cosines and sines are as they are. */
  public Rope(float[] frequencies) {
    this(frequencies, 1);
  }

  static Rope read(ConfigFile file, int headSize, int positions) {
    JsonNode config = file.json();
    // Newer files have both in rope_parameters.
    JsonNode newer = config.path("rope_parameters");
    double theta = file.number(config, "rope_theta", file.number(newer, "rope_theta", 10_000));
    JsonNode scaling = newer.isObject() ? newer : config.path("rope_scaling");
    String kind =
        scaling.hasNonNull("rope_type")
            ? scaling.path("rope_type").asText()
            : scaling.path("type").asText("default");
    float[] plain = plain(theta, headSize);
    return switch (kind) {
      case "default" -> new Rope(plain);
      case "linear" -> new Rope(divided(plain, factor(scaling, file)));
      // Scaling starts beyond max_position_embeddings, and that is as far as a model is used here.
      case "dynamic" -> new Rope(plain);
      case "yarn" -> Yarn.of(file, scaling, plain, theta, positions);
      case "llama3" -> new Rope(llama3(plain, scaling, file, positions));
      default ->
          throw file.mistake(
              "rope_scaling "
                  + kind
                  + " is not supported; supported: default, linear, dynamic, yarn, llama3");
    };
  }

  static double factor(JsonNode scaling, ConfigFile file) {
    double factor = file.number(scaling, "factor", 0);
    if (factor < 1) {
      throw file.mistake(
          "rope_scaling has "
              + (scaling.has("factor") ? "the factor " + scaling.path("factor") : "no factor")
              + "; it takes a number, 1 or more");
    }
    return factor;
  }

  private static float[] plain(double theta, int headSize) {
    float[] frequencies = new float[headSize / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = (float) (2 * i) / headSize;
      frequencies[i] = 1.0f / (float) StrictMath.pow(theta, exponent);
    }
    return frequencies;
  }

  private static float[] divided(float[] frequencies, double factor) {
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] /= (float) factor;
    }
    return frequencies;
  }

  /**
   * Llama 3.1: long waves are slowed by the factor, short ones kept, those between interpolated.
   */
  private static float[] llama3(
      float[] frequencies, JsonNode scaling, ConfigFile file, int positions) {
    double factor = factor(scaling, file);
    double low = file.number(scaling, "low_freq_factor", 1);
    double high = file.number(scaling, "high_freq_factor", 4);
    double original = file.number(scaling, "original_max_position_embeddings", positions);
    for (int i = 0; i < frequencies.length; i++) {
      double wave = 2 * Math.PI / frequencies[i];
      if (wave > original / low) {
        frequencies[i] /= (float) factor;
      } else if (wave >= original / high) {
        double smooth = (original / wave - low) / (high - low);
        frequencies[i] = (float) ((1 - smooth) * frequencies[i] / factor + smooth * frequencies[i]);
      }
    }
    return frequencies;
  }

  /**
   * The tables of cosines and sines.
   *
   * @return two arrays of length positions · D, row-major; the second half of a row repeats the
   *     first
   */
  public float[][] tables(int positions) {
    int half = frequencies.length;
    float[] cos = new float[positions * half * 2];
    float[] sin = new float[positions * half * 2];
    for (int p = 0; p < positions; p++) {
      for (int i = 0; i < half; i++) {
        float angle = p * frequencies[i];
        int at = p * half * 2 + i;
        cos[at] = cos[at + half] = amplitude * (float) StrictMath.cos(angle);
        sin[at] = sin[at + half] = amplitude * (float) StrictMath.sin(angle);
      }
    }
    return new float[][] {cos, sin};
  }
}
