package dev.sparring.core.check;

/**
 * The unbiased estimator of pass@k: the probability that at least one of k programs passes all
 * tests, from n programs of which c do. Source: Chen et al., "Evaluating Large Language Models
 * Trained on Code", arXiv 2107.03374, section 2.1.
 */
public final class PassAtK {
  private PassAtK() {}

  /**
   * 1 - C(n - c, k) / C(n, k).
   *
   * @param n programs that were run
   * @param c those that passed all tests
   * @param k from 1 to n
   */
  public static double estimate(int n, int c, int k) {
    if (c < 0 || c > n || k < 1 || k > n) {
      throw new IllegalArgumentException(
          "pass@k takes 0 <= c <= n and 1 <= k <= n, not n=" + n + ", c=" + c + ", k=" + k);
    }
    double allFail = 1;
    for (int i = 0; i < k && allFail > 0; i++) {
      allFail *= Math.max(n - c - i, 0) / (double) (n - i);
    }
    return 1 - allFail;
  }
}
