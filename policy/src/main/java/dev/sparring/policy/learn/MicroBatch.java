package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Episodes side by side, padded at the end to the longest.
 *
 * @param episodes places in the batch, one a row
 * @param ids row-major, rows · width
 * @param width T
 * @param at for every counted token, the index into rows · width of the position that predicts it
 * @param target for every counted token, its id
 * @param episode for every counted token, its episode's place in the batch
 * @param token for every counted token, its place in the episode
 */
record MicroBatch(
    int[] episodes, long[] ids, int width, long[] at, long[] target, int[] episode, int[] token) {

  /**
   * Cuts a batch, longest episodes first, so that neighbours are of like length.
   *
   * @param budget tokens of a micro-batch, padding included; a longer episode stands alone
   * @throws IllegalArgumentException when an episode counts its first token: nothing predicts it
   */
  static List<MicroBatch> cut(List<Episode> batch, int budget) {
    for (Episode episode : batch) {
      if (episode.ids().length == 0 || episode.mask()[0]) {
        throw new IllegalArgumentException(
            "episode " + episode.id() + " counts its first token, which nothing predicts");
      }
    }
    int[] order =
        IntStream.range(0, batch.size())
            .boxed()
            .sorted(Comparator.comparingInt((Integer i) -> -batch.get(i).ids().length))
            .mapToInt(Integer::intValue)
            .toArray();
    List<MicroBatch> cuts = new ArrayList<>();
    for (int from = 0; from < order.length; ) {
      int width = batch.get(order[from]).ids().length;
      int to = Math.min(order.length, from + Math.max(1, budget / width));
      cuts.add(of(batch, java.util.Arrays.copyOfRange(order, from, to), width));
      from = to;
    }
    return cuts;
  }

  private static MicroBatch of(List<Episode> batch, int[] rows, int width) {
    int counted = IntStream.of(rows).map(row -> batch.get(row).counted()).sum();
    long[] ids = new long[rows.length * width];
    long[] at = new long[counted];
    long[] target = new long[counted];
    int[] episode = new int[counted];
    int[] token = new int[counted];
    int next = 0;
    for (int r = 0; r < rows.length; r++) {
      Episode e = batch.get(rows[r]);
      for (int i = 0; i < e.ids().length; i++) {
        ids[r * width + i] = e.ids()[i];
        if (e.mask()[i]) {
          at[next] = (long) r * width + i - 1;
          target[next] = e.ids()[i];
          episode[next] = rows[r];
          token[next++] = i;
        }
      }
    }
    return new MicroBatch(rows, ids, width, at, target, episode, token);
  }

  int counted() {
    return at.length;
  }
}
