package dev.sparring.policy.learn;

import dev.sparring.core.Episode;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.TokenLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Episodes that are computed together. Their N tokens lie flat, one after the other, without
 * padding. Episodes with the same prompt (everything before the first counted token) share its
 * tokens, so that they are computed once. Only attention sees prompts and completions in rows of
 * equal length.
 *
 * @param ids of the N tokens
 * @param position of each in its episode
 * @param place for every place in the rows [G, P] of prompts and then [G, E, C] of completions the
 *     token that is at it, or −1
 * @param length tokens of each of the G prompts
 * @param sizes G, P, E, C
 * @param at for every counted token, which of the N predicts it
 * @param target for every counted token, its id
 * @param episode for every counted token, its episode's place in the batch
 * @param token for every counted token, its place in the episode
 */
record MicroBatch(
    long[] ids,
    long[] position,
    long[] place,
    long[] length,
    int[] sizes,
    long[] at,
    long[] target,
    int[] episode,
    int[] token) {

  /** Episodes, by their places in the batch, that begin with the same prompt. */
  private record Group(int prompt, List<Integer> episodes) {
    int longest(List<Episode> batch) {
      return episodes.stream().mapToInt(i -> batch.get(i).ids().length).max().orElse(0);
    }

    int tokens(List<Episode> batch) {
      return prompt + episodes.stream().mapToInt(i -> batch.get(i).ids().length - prompt).sum();
    }
  }

  /**
   * Cuts a batch into micro-batches. Episodes with the same prompt stay together where they fit.
   * Large groups and long episodes come first, so that a micro-batch has episodes of similar
   * length. Episodes without a counted token are left out.
   *
   * @param budget about how many tokens the micro-batches have together that are computed at a
   *     time; an episode that is longer has a micro-batch of its own
   * @param shards threads that compute micro-batches side by side; sizes are chosen so that each
   *     gets about the same number of them
   * @throws IllegalArgumentException when an episode counts its first token, which no token
   *     predicts
   */
  static List<MicroBatch> cut(List<Episode> batch, int budget, int shards) {
    List<Group> whole = groups(batch);
    int share = shards == 1 ? budget : share(whole, batch, budget, shards);
    List<Group> groups = new ArrayList<>();
    for (Group group : whole) {
      groups.addAll(split(group, batch, share));
    }
    groups.sort(
        Comparator.comparingInt((Group g) -> -g.episodes().size())
            .thenComparingInt(g -> -g.longest(batch)));
    List<MicroBatch> cuts = new ArrayList<>();
    List<Group> open = new ArrayList<>();
    int tokens = 0;
    for (Group group : groups) {
      int more = group.tokens(batch);
      if (!open.isEmpty() && tokens + more > share) {
        cuts.add(new Builder(batch, open).build());
        open.clear();
        tokens = 0;
      }
      open.add(group);
      tokens += more;
    }
    if (!open.isEmpty()) {
      cuts.add(new Builder(batch, open).build());
    }
    return cuts.stream().filter(m -> m.counted() > 0).toList();
  }

  private static int share(List<Group> groups, List<Episode> batch, int budget, int shards) {
    var sizes = groups.stream().mapToInt(g -> g.tokens(batch)).summaryStatistics();
    int rounds = (int) Math.ceil((double) sizes.getSum() / budget);
    int share = (int) (sizes.getSum() / Math.max(1, rounds * shards));
    return Math.min(budget, share + Math.max(1, sizes.getMax()));
  }

  private static List<Group> groups(List<Episode> batch) {
    Map<List<Integer>, Group> byPrompt = new LinkedHashMap<>();
    for (int i = 0; i < batch.size(); i++) {
      Episode episode = batch.get(i);
      int prompt = prompt(episode);
      List<Integer> key = Arrays.stream(episode.ids()).limit(prompt).boxed().toList();
      byPrompt.computeIfAbsent(key, k -> new Group(prompt, new ArrayList<>())).episodes().add(i);
    }
    return List.copyOf(byPrompt.values());
  }

  private static int prompt(Episode episode) {
    int prompt = 0;
    while (prompt < episode.ids().length && !episode.mask()[prompt]) {
      prompt++;
    }
    if (prompt == 0) {
      throw new IllegalArgumentException(
          "episode " + episode.id() + " counts its first token, which nothing predicts");
    }
    return prompt;
  }

  private static List<Group> split(Group group, List<Episode> batch, int budget) {
    List<Group> parts = new ArrayList<>();
    List<Integer> open = new ArrayList<>();
    int tokens = group.prompt();
    for (int i : group.episodes()) {
      int more = batch.get(i).ids().length - group.prompt();
      if (!open.isEmpty() && tokens + more > budget) {
        parts.add(new Group(group.prompt(), open));
        open = new ArrayList<>();
        tokens = group.prompt();
      }
      open.add(i);
      tokens += more;
    }
    parts.add(new Group(group.prompt(), open));
    return parts;
  }

  /** Copies the layout to the device of {@code step}, which owns the copy. */
  TokenLayout layout(Tensors step) {
    return new TokenLayout(
        List.of(step.longs(ids), step.longs(position), step.longs(place), step.longs(length)),
        sizes);
  }

  int counted() {
    return at.length;
  }

  /** The number N of tokens; there is no padding. */
  int tokens() {
    return ids.length;
  }

  /** Collects the tokens of groups, and where each of them is in the rows. */
  private static final class Builder {
    private final List<Episode> batch;
    private final List<Group> groups;
    private final int[] sizes;
    private final long[] ids;
    private final long[] position;
    private final long[] place;
    private final long[] at;
    private final long[] target;
    private final int[] episode;
    private final int[] token;
    private int tokens;
    private int counted;

    Builder(List<Episode> batch, List<Group> groups) {
      this.batch = batch;
      this.groups = List.copyOf(groups);
      int prompt = groups.stream().mapToInt(Group::prompt).max().orElse(0);
      int many = groups.stream().mapToInt(g -> g.episodes().size()).max().orElse(0);
      int rest = groups.stream().mapToInt(g -> g.longest(batch) - g.prompt()).max().orElse(0);
      sizes = new int[] {groups.size(), prompt, many, rest};
      int n = groups.stream().mapToInt(g -> g.tokens(batch)).sum();
      ids = new long[n];
      position = new long[n];
      place = new long[groups.size() * (prompt + many * rest)];
      Arrays.fill(place, -1);
      int m =
          groups.stream()
              .flatMap(g -> g.episodes().stream())
              .mapToInt(i -> batch.get(i).counted())
              .sum();
      at = new long[m];
      target = new long[m];
      episode = new int[m];
      token = new int[m];
    }

    MicroBatch build() {
      long[] length = new long[groups.size()];
      for (int g = 0; g < groups.size(); g++) {
        Group group = groups.get(g);
        length[g] = group.prompt();
        int[] shared = batch.get(group.episodes().get(0)).ids();
        int last = tokens + group.prompt() - 1;
        for (int p = 0; p < group.prompt(); p++) {
          add(shared[p], p, g * sizes[1] + p);
        }
        for (int e = 0; e < group.episodes().size(); e++) {
          int row = sizes[0] * sizes[1] + (g * sizes[2] + e) * sizes[3];
          complete(group.episodes().get(e), group.prompt(), last, row);
        }
      }
      return new MicroBatch(ids, position, place, length, sizes, at, target, episode, token);
    }

    private void complete(int index, int prompt, int last, int row) {
      Episode e = batch.get(index);
      int before = last;
      for (int i = prompt; i < e.ids().length; i++) {
        if (e.mask()[i]) {
          at[counted] = before;
          target[counted] = e.ids()[i];
          episode[counted] = index;
          token[counted++] = i;
        }
        before = tokens;
        add(e.ids()[i], i, row + i - prompt);
      }
    }

    private void add(int id, int where, int into) {
      ids[tokens] = id;
      position[tokens] = where;
      place[into] = tokens++;
    }
  }
}
