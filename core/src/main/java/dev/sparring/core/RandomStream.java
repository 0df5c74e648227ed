package dev.sparring.core;

/**
 * Counter-based random numbers: the n-th number of a stream is a function of the stream's key and n
 * alone, so it does not depend on which batch, thread or host asks for it, or in what order.
 *
 * <p>The mixing function is the finaliser of SplitMix64 (Steele, Lea, Flood, "Fast splittable
 * pseudorandom number generators", OOPSLA 2014).
 */
public record RandomStream(long key) {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  /** The stream of a run's seed. */
  public static RandomStream of(long seed) {
    return new RandomStream(mix(seed + GOLDEN));
  }

  /** The stream named {@code name} within this one. */
  public RandomStream child(String name) {
    long hash = 0xCBF29CE484222325L; // FNV-1a
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return child(hash);
  }

  /** The stream numbered {@code index} within this one. */
  public RandomStream child(long index) {
    return new RandomStream(mix(mix(key ^ (index * GOLDEN)) + GOLDEN));
  }

  /** 64 random bits, the n-th of this stream. */
  public long bits(long n) {
    return mix(key + (n + 1) * GOLDEN);
  }

  /** The n-th number of this stream, uniform in [0, 1), with 53 bits. */
  public double uniform(long n) {
    return (bits(n) >>> 11) * 0x1.0p-53;
  }

  /** The n-th integer of this stream, uniform in [0, bound). */
  public int below(long n, int bound) {
    return (int) Math.multiplyHigh(bits(n) >>> 1, (long) bound << 1);
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
