package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings.Aggregation;
import dev.sparring.policy.Tiny;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Cutting a batch, and weighing its tokens. */
class MicroBatchProperties {
  private static List<Episode> episodes(List<Integer> lengths, long seed) {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < lengths.size(); i++) {
      episodes.add(Tiny.episode(RandomStream.of(seed).child(i), lengths.get(i), 50));
    }
    return episodes;
  }

  private static long counted(List<Episode> episodes) {
    return episodes.stream().mapToLong(Episode::counted).sum();
  }

  @Property(tries = 300)
  void everyCountedTokenIsInOneMicroBatchOnceWithItsPredictorBeforeIt(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 2, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 300) int budget,
      @ForAll @IntRange(min = 1, max = 3) int shards,
      @ForAll long seed) {
    List<Episode> episodes = episodes(lengths, seed);
    Set<List<Integer>> seen = new HashSet<>();
    for (MicroBatch batch : MicroBatch.cut(episodes, budget, shards)) {
      for (int i = 0; i < batch.counted(); i++) {
        Episode episode = episodes.get(batch.episode()[i]);
        int token = batch.token()[i];
        assertThat(seen.add(List.of(batch.episode()[i], token))).isTrue();
        assertThat(episode.mask()[token]).isTrue();
        assertThat(batch.target()[i]).isEqualTo(episode.ids()[token]);
        int at = Math.toIntExact(batch.at()[i]);
        assertThat(batch.ids()[at]).isEqualTo(episode.ids()[token - 1]);
        assertThat(batch.position()[at]).isEqualTo(token - 1);
      }
    }
    assertThat((long) seen.size()).isEqualTo(counted(episodes));
  }

  @Property(tries = 300)
  void theBudgetIsKeptUnlessOneEpisodeAloneExceedsIt(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 2, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 300) int budget,
      @ForAll @IntRange(min = 1, max = 3) int shards,
      @ForAll long seed) {
    for (MicroBatch batch : MicroBatch.cut(episodes(lengths, seed), budget, shards)) {
      long episodes = java.util.Arrays.stream(batch.episode()).distinct().count();
      assertThat(batch.tokens() <= budget || episodes == 1).isTrue();
    }
  }

  @Property(tries = 300)
  void noTokenIsPaddingAndEveryTokenHasOnePlace(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 2, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 400) int budget,
      @ForAll @IntRange(min = 1, max = 3) int shards) {
    int tokens = 0;
    for (MicroBatch batch : MicroBatch.cut(episodes(lengths, 1), budget, shards)) {
      long[] places = java.util.Arrays.stream(batch.place()).filter(p -> p >= 0).sorted().toArray();
      assertThat(places).hasSize(batch.tokens());
      for (int i = 0; i < places.length; i++) {
        assertThat(places[i]).isEqualTo(i);
      }
      tokens += batch.tokens();
    }
    assertThat(tokens).isLessThanOrEqualTo(lengths.stream().mapToInt(Integer::intValue).sum());
  }

  @Example
  void aSharedPromptLiesThereOnce() {
    List<Episode> episodes = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      int[] ids = {7, 8, 9, i, i};
      boolean[] mask = {false, false, false, true, true};
      episodes.add(new Episode("e" + i, Role.SOLVER, ids, mask, new float[5], new float[5]));
    }
    MicroBatch batch = MicroBatch.cut(episodes, 100, 1).get(0);
    assertThat(batch.tokens()).isEqualTo(3 + 5 * 2);
    assertThat(batch.sizes()).containsExactly(1, 3, 5, 2);
    assertThat(batch.at()).containsExactly(2, 3, 2, 5, 2, 7, 2, 9, 2, 11);
    assertThat(MicroBatch.cut(episodes, 8, 1)).hasSize(3);
  }

  @Property(tries = 200)
  void weightsOfAnAggregationSumToWhatItIsTheMeanOf(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(min = 2, max = 20) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 90) int constant,
      @ForAll long seed) {
    List<Episode> episodes = episodes(lengths, seed);
    double perSequence = (double) counted(episodes) / episodes.size();
    for (Aggregation aggregation : Aggregation.values()) {
      double[] weights = TokenWeights.of(aggregation, constant, episodes);
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * episodes.get(i).counted();
      }
      double expected =
          switch (aggregation) {
            case TOKEN_MEAN, SEQUENCE_MEAN -> 1;
            case SEQUENCE_SUM -> perSequence;
            case CONSTANT -> perSequence / constant;
          };
      assertThat(sum).as("%s", aggregation).isCloseTo(expected, within(1e-9));
    }
  }

  @Property(tries = 100)
  void underATokenMeanAllTokensWeighTheSameUnderASequenceMeanAllSequences(
      @ForAll @Size(min = 2, max = 12) List<@IntRange(min = 2, max = 20) Integer> lengths,
      @ForAll long seed) {
    List<Episode> episodes = episodes(lengths, seed);
    double[] tokens = TokenWeights.of(Aggregation.TOKEN_MEAN, 1, episodes);
    double[] sequences = TokenWeights.of(Aggregation.SEQUENCE_MEAN, 1, episodes);
    for (int i = 0; i < tokens.length; i++) {
      assertThat(tokens[i]).isEqualTo(tokens[0]);
      assertThat(sequences[i] * episodes.get(i).counted())
          .isCloseTo(1.0 / tokens.length, within(1e-12));
    }
  }

  @Example
  void anEpisodeThatCountsItsFirstTokenIsRefused() {
    float[] none = new float[2];
    Episode bad =
        new Episode("e7", Role.SOLVER, new int[2], new boolean[] {true, true}, none, none);
    assertThatThrownBy(() -> MicroBatch.cut(List.of(bad), 100, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("episode e7 counts its first token, which nothing predicts");
  }
}
