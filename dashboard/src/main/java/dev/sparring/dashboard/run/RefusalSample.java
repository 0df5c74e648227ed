package dev.sparring.dashboard.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What gates refused, for a bounded number of rounds spread over the run. Metrics have no counts of
 * reasons, and to read the rollouts of all rounds would take as long as the run is.
 */
final class RefusalSample {
  private static final int MOST = 256;
  private static final int AT_ONCE = 8;
  private final RunFolder run;
  private final TreeMap<Integer, RefusalCounts> counts = new TreeMap<>();
  private int stride = 1;

  RefusalSample(RunFolder run) {
    this.run = run;
  }

  /**
   * Reads some of the rounds that are still missing, the newest first.
   *
   * @param last the run's last round
   * @return whether there was anything new
   */
  boolean advance(int last) {
    while (last / stride > MOST) {
      stride *= 2;
    }
    counts.keySet().removeIf(step -> step % stride != 0 && step != last);
    int read = counts.containsKey(last) || last == 0 ? 0 : add(last);
    for (int step = last - last % stride; step > 0 && read < AT_ONCE; step -= stride) {
      if (!counts.containsKey(step)) {
        read += add(step);
      }
    }
    return read > 0;
  }

  private int add(int step) {
    counts.put(step, count(step));
    return 1;
  }

  private RefusalCounts count(int step) {
    try {
      return RefusalCounts.of(run, step);
    } catch (IOException e) { // no rollouts, or half of them
      return new RefusalCounts(step, 0, new TreeMap<>());
    }
  }

  void restart() {
    counts.clear();
    stride = 1;
  }

  /** The rounds that were read and have proposals, in order. */
  List<RefusalCounts> counts() {
    List<RefusalCounts> all = new ArrayList<>(counts.values());
    all.removeIf(round -> round.proposals() == 0);
    return all;
  }
}
