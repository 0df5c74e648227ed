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
      @ForAll long seed) {
    List<Episode> episodes = episodes(lengths, seed);
    Set<List<Integer>> seen = new HashSet<>();
    Set<Integer> rows = new HashSet<>();
    for (MicroBatch batch : MicroBatch.cut(episodes, budget)) {
      for (int row : batch.episodes()) {
        assertThat(rows.add(row)).isTrue();
      }
      assertThat(batch.ids()).hasSize(batch.episodes().length * batch.width());
      for (int i = 0; i < batch.counted(); i++) {
        Episode episode = episodes.get(batch.episode()[i]);
        int token = batch.token()[i];
        assertThat(seen.add(List.of(batch.episode()[i], token))).isTrue();
        assertThat(episode.mask()[token]).isTrue();
        assertThat(batch.target()[i]).isEqualTo(episode.ids()[token]);
        int at = Math.toIntExact(batch.at()[i]);
        assertThat(batch.episodes()[at / batch.width()]).isEqualTo(batch.episode()[i]);
        assertThat(at % batch.width()).isEqualTo(token - 1);
        assertThat(batch.ids()[at]).isEqualTo(episode.ids()[token - 1]);
        assertThat(batch.ids()[at + 1]).isEqualTo(episode.ids()[token]);
      }
    }
    assertThat(rows).hasSize(episodes.size());
    assertThat((long) seen.size()).isEqualTo(counted(episodes));
  }

  @Property(tries = 300)
  void theBudgetIsKeptUnlessOneEpisodeAloneExceedsIt(
      @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 2, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 1, max = 300) int budget,
      @ForAll long seed) {
    List<Episode> episodes = episodes(lengths, seed);
    int shortestBefore = Integer.MAX_VALUE;
    for (MicroBatch batch : MicroBatch.cut(episodes, budget)) {
      assertThat(batch.ids().length <= budget || batch.episodes().length == 1).isTrue();
      for (int row : batch.episodes()) { // longest first, so that padding is least
        assertThat(episodes.get(row).ids().length).isLessThanOrEqualTo(shortestBefore);
        shortestBefore = episodes.get(row).ids().length;
      }
      assertThat(batch.width()).isEqualTo(episodes.get(batch.episodes()[0]).ids().length);
    }
  }

  @Property(tries = 300)
  void paddingIsBoundedByTheSpreadOfLengths(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = 2, max = 40) Integer> lengths,
      @ForAll @IntRange(min = 40, max = 400) int budget) {
    for (MicroBatch batch : MicroBatch.cut(episodes(lengths, 1), budget)) {
      int shortest = lengths.get(batch.episodes()[batch.episodes().length - 1]);
      int real = 0;
      for (int row : batch.episodes()) {
        real += lengths.get(row);
      }
      assertThat(batch.ids().length - real)
          .isLessThanOrEqualTo((batch.width() - shortest) * (batch.episodes().length - 1));
    }
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
    assertThatThrownBy(() -> MicroBatch.cut(List.of(bad), 100))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("episode e7 counts its first token, which nothing predicts");
  }
}
