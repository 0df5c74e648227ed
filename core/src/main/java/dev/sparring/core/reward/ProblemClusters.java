package dev.sparring.core.reward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Which texts of a round are so much alike that they count as one, as in "R-Zero" (2508.05004,
 * section 3.2 and its code): the distance of two texts is 1 − BLEU, and clusters are merged by
 * average linkage while the distance of the nearest two is at most one half.
 */
final class ProblemClusters {
  private static final double NEAR = .5;
  private static final int LONGEST = 4;

  /** What an n-gram that does not occur counts as (NLTK's smoothing method 1). */
  private static final double EPSILON = .1;

  private ProblemClusters() {}

  /**
   * Size of the cluster of each text, in the order of the texts. Time grows with the third power of
   * their number; 500 texts take about a second.
   */
  static int[] sizes(List<String> texts) {
    List<List<String>> words = texts.stream().map(ProblemClusters::words).toList();
    int n = texts.size();
    double[][] distance = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < i; j++) {
        distance[i][j] = 1 - bleu(words.get(i), words.get(j));
        distance[j][i] = distance[i][j];
      }
    }
    int[] cluster = new int[n];
    int[] size = new int[n];
    boolean[] there = new boolean[n];
    for (int i = 0; i < n; i++) {
      cluster[i] = i;
      size[i] = 1;
      there[i] = true;
    }
    while (mergeNearest(distance, cluster, size, there)) {
      continue;
    }
    int[] sizes = new int[n];
    for (int i = 0; i < n; i++) {
      sizes[i] = size[cluster[i]];
    }
    return sizes;
  }

  private static boolean mergeNearest(
      double[][] distance, int[] cluster, int[] size, boolean[] there) {
    int n = cluster.length;
    int one = -1;
    int other = -1;
    double least = NEAR;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; there[i] && j < n; j++) {
        if (there[j] && (distance[i][j] < least || one < 0 && distance[i][j] <= least)) {
          least = distance[i][j];
          one = i;
          other = j;
        }
      }
    }
    if (one < 0) {
      return false;
    }
    int both = size[one] + size[other];
    for (int k = 0; k < n; k++) {
      double mean = (size[one] * distance[one][k] + size[other] * distance[other][k]) / both;
      distance[one][k] = mean;
      distance[k][one] = mean;
      cluster[k] = cluster[k] == other ? one : cluster[k];
    }
    size[one] = both;
    there[other] = false;
    return true;
  }

  private static List<String> words(String text) {
    String plain = text.toLowerCase(Locale.ROOT).strip();
    return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
  }

  /**
   * BLEU of a text against another (Papineni and others, 2002) up to 4-grams, with the brevity
   * penalty; the mean of both directions, so that order does not matter.
   */
  static double bleu(List<String> one, List<String> other) {
    return (directed(one, other) + directed(other, one)) / 2;
  }

  private static double directed(List<String> text, List<String> reference) {
    if (text.isEmpty() || reference.isEmpty()) {
      return text.equals(reference) ? 1 : 0;
    }
    int longest = Math.min(LONGEST, Math.min(text.size(), reference.size()));
    double sum = 0;
    for (int n = 1; n <= longest; n++) {
      Map<List<String>, Integer> there = grams(reference, n);
      int matched = 0;
      for (Map.Entry<List<String>, Integer> gram : grams(text, n).entrySet()) {
        matched += Math.min(gram.getValue(), there.getOrDefault(gram.getKey(), 0));
      }
      if (n == 1 && matched == 0) {
        return 0;
      }
      sum += StrictMath.log((matched == 0 ? EPSILON : matched) / (text.size() - n + 1));
    }
    double brevity =
        text.size() >= reference.size()
            ? 1
            : StrictMath.exp(1 - (double) reference.size() / text.size());
    return brevity * StrictMath.exp(sum / longest);
  }

  private static Map<List<String>, Integer> grams(List<String> words, int n) {
    Map<List<String>, Integer> grams = new HashMap<>();
    for (int i = 0; i + n <= words.size(); i++) {
      grams.merge(new ArrayList<>(words.subList(i, i + n)), 1, Integer::sum);
    }
    return grams;
  }
}
