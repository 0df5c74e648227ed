package dev.sparring.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that is nearest to a misspelt one. */
public final class DidYouMean {
  private DidYouMean() {}

  /**
   * The known name nearest to an unknown one, or empty if none is near. A name is near if at most a
   * third of the letters differ, or at most two. Upper and lower case make no difference.
   */
  public static Optional<String> among(Collection<String> known, String unknown) {
    String sought = unknown.toLowerCase(Locale.ROOT);
    int far = Math.max(2, sought.length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(name -> edits(sought, name.toLowerCase(Locale.ROOT))))
        .filter(name -> edits(sought, name.toLowerCase(Locale.ROOT)) <= far);
  }

  /**
   * The known key nearest to an unknown one, or empty if none is near.
   *
   * @param unknown path of the unknown key
   * @param block path of the block that contains it
   * @param here the keys that this block has
   */
  static Optional<String> to(String unknown, String block, List<String> here) {
    List<String> known = new ArrayList<>();
    here.forEach(name -> known.add(SettingKey.join(block, name)));
    known.addAll(SettingKey.paths(Settings.class, ""));
    String sought = SettingKey.hyphened(unknown);
    int far = Math.max(2, last(sought).length() / 3);
    return known.stream()
        .min(Comparator.comparingInt(key -> distance(sought, key)))
        .filter(key -> distance(sought, key) <= far);
  }

  /** Edits from one key to the other. The same key in another block counts as one edit. */
  private static int distance(String sought, String key) {
    int edits = edits(sought, key);
    return last(sought).equals(last(key)) ? Math.min(edits, 1) : edits;
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  /**
   * The least number of insertions, deletions, substitutions and swaps of adjacent letters that
   * turn one text into the other (optimal string alignment distance).
   */
  static int edits(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + cost);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
