package dev.sparring.policy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import dev.sparring.core.Sampling;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.learn.Scorer;
import dev.sparring.policy.learn.Scores;
import dev.sparring.policy.tensor.GradientThreads;
import dev.sparring.policy.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many samples of one prompt against the probabilities that the scorer gives. */
class SamplerDistributionTest {
  private static final int[] PROMPT = {1, 3, 4};
  private final Tensors scope = Tensors.on(Tiny.DEVICE, 1);
  private final LanguageModel model = LanguageModel.load(scope, Tiny.BUNDLED, DataType.FLOAT32);

  @AfterEach
  void close() {
    model.close();
    scope.close();
  }

  private double[] probabilities(double temperature) {
    List<Episode> episodes = new ArrayList<>();
    for (int token = 0; token < model.spec().vocabulary(); token++) {
      Completion one =
          new Completion(PROMPT, new int[] {token}, new float[1], "", Completion.Finish.LENGTH);
      episodes.add(Episode.of("e", Role.SOLVER, one, 0));
    }
    List<Scores> scores =
        new Scorer(scope, model.decoder(), temperature, 1000, GradientThreads.one())
            .score(model.weights().with(Optional.empty()), episodes, () -> false);
    return scores.stream().mapToDouble(s -> Math.exp(s.logprobs()[0])).toArray();
  }

  private int[] count(Sampling sampling, int draws) {
    List<RandomStream> streams = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      streams.add(RandomStream.of(42).child(i));
    }
    int[] counts = new int[model.spec().vocabulary()];
    new Sampler(scope, model, 192, 1, 0)
        .complete(
            Tiny.packed(scope, model), List.of(PROMPT), List.of(streams), sampling, () -> false)
        .get(0)
        .forEach(completion -> counts[completion.ids()[0]]++);
    return counts;
  }

  @ParameterizedTest
  @CsvSource({"1,20000", "0.5,3000", "2.5,3000"})
  void tokensComeAsOftenAsTheyAreProbable(double temperature, int draws) {
    double[] p = probabilities(temperature);
    assertThat(Arrays.stream(p).sum()).isBetween(0.9999, 1.0001);
    int[] counts = count(Sampling.plain(temperature, 1), draws);
    double chiSquare = 0;
    int bins = 0;
    double restExpected = 0;
    double restSeen = 0;
    for (int i = 0; i < p.length; i++) {
      double expected = draws * p[i];
      if (expected >= 5) {
        chiSquare += (counts[i] - expected) * (counts[i] - expected) / expected;
        bins++;
      } else {
        restExpected += expected;
        restSeen += counts[i];
      }
    }
    if (restExpected >= 1) {
      chiSquare += (restSeen - restExpected) * (restSeen - restExpected) / restExpected;
      bins++;
    }
    assertThat(bins).isGreaterThan(3);
    // mean df, deviation sqrt(2 df); this is passed by one seed in ten thousand at most
    double df = bins - 1;
    assertThat(chiSquare).isLessThan(df + 5.5 * Math.sqrt(2 * df));
  }

  @Test
  void greedyTakesTheMostProbableToken() {
    double[] p = probabilities(1);
    int best = 0;
    for (int i = 0; i < p.length; i++) {
      best = p[i] > p[best] ? i : best;
    }
    assertThat(count(Sampling.plain(1, 1).greedy(), 10)[best]).isEqualTo(10);
  }

  @Test
  void topKLeavesThatManyTokens() {
    int[] counts = count(new Sampling(2.5, 3, 1, 0, 1, List.of()), 2000);
    assertThat(Arrays.stream(counts).filter(c -> c > 0).count()).isEqualTo(3);
  }
}
