package dev.sparring.core.gate;

import dev.sparring.core.RandomStream;
import java.util.Arrays;
import java.util.Locale;

/**
 * What a text is compared by: the set of its runs of three characters, in lower case and with
 * single spaces, and a MinHash signature of it.
 */
final class Shingles {
  private static final int LENGTH = 3;
  private static final int ROWS = 4;
  private static final int BANDS = 16;
  private static final long[] SALTS = salts();

  private final long[] hashes;
  private final long[] bands;

  private Shingles(long[] hashes) {
    this.hashes = hashes;
    this.bands = bands(hashes);
  }

  static Shingles of(String text) {
    String plain = " " + text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ") + " ";
    int count = Math.max(1, plain.length() - LENGTH + 1);
    long[] hashes = new long[count];
    for (int i = 0; i < count; i++) {
      long hash = 0;
      for (int c = i; c < Math.min(plain.length(), i + LENGTH); c++) {
        hash = (hash << 16) | plain.charAt(c);
      }
      hashes[i] = hash;
    }
    return new Shingles(Arrays.stream(hashes).sorted().distinct().toArray());
  }

  /** Keys of the bands; texts that are alike have one in common, most likely. */
  long[] bands() {
    return bands;
  }

  /** Shingles that both have, by those that either has. */
  double jaccard(Shingles other) {
    int both = 0;
    int i = 0;
    int j = 0;
    while (i < hashes.length && j < other.hashes.length) {
      int order = Long.compare(hashes[i], other.hashes[j]);
      both += order == 0 ? 1 : 0;
      i += order <= 0 ? 1 : 0;
      j += order >= 0 ? 1 : 0;
    }
    return (double) both / (hashes.length + other.hashes.length - both);
  }

  private static long[] bands(long[] hashes) {
    long[] bands = new long[BANDS];
    for (int band = 0; band < BANDS; band++) {
      long key = band;
      for (int row = 0; row < ROWS; row++) {
        long least = Long.MAX_VALUE;
        for (long hash : hashes) {
          least = Math.min(least, mix(hash ^ SALTS[band * ROWS + row]));
        }
        key = mix(key * 31 + least);
      }
      bands[band] = key;
    }
    return bands;
  }

  private static long[] salts() {
    long[] salts = new long[BANDS * ROWS];
    for (int i = 0; i < salts.length; i++) {
      salts[i] = RandomStream.of(i).child("shingles").key();
    }
    return salts;
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
