package dev.sparring.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class AdvantageProperties {
  /** Rewards and groups of one sequence in one number: reward 0 or 1, group 0 to 4. */
  private static Batch batch(List<Integer> sequences) {
    return new Batch(
        "solver",
        sequences.stream().mapToDouble(s -> s % 2).toArray(),
        sequences.stream().mapToInt(s -> s / 2).toArray(),
        sequences.stream().mapToInt(s -> 1 + s).toArray(),
        0);
  }

  @Property
  void everyAdvantageIsFinite(@ForAll @Size(max = 24) List<@IntRange(max = 9) Integer> sequences) {
    for (Advantage advantage : Advantage.all()) {
      assertThat(advantage.compute(batch(sequences)).values())
          .hasSize(sequences.size())
          .satisfies(
              values -> assertThat(DoubleStream.of(values).allMatch(Double::isFinite)).isTrue());
    }
  }

  @Property
  void groupAdvantagesSumToZero(
      @ForAll @Size(max = 24) List<@IntRange(max = 9) Integer> sequences) {
    for (Advantage advantage :
        List.of(new Grpo(), new DrGrpo(), new Rloo(), new BatchNormalised())) {
      double sum = DoubleStream.of(advantage.compute(batch(sequences)).values()).sum();
      assertThat(sum).isCloseTo(0, within(1e-9));
    }
  }

  @Property
  void whitenedAdvantagesHaveZeroMeanOverTokens(
      @ForAll @Size(max = 24) List<@IntRange(max = 9) Integer> sequences) {
    for (Advantage advantage : List.of(new ReinforcePlusPlus(), new ReinforcePlusPlusBaseline())) {
      Batch batch = batch(sequences);
      double[] values = advantage.compute(batch).values();
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        sum += values[i] * batch.lengths()[i];
      }
      assertThat(sum).isCloseTo(0, within(1e-8));
    }
  }

  @Property
  void grpoDoesNotSeeTheScaleOfTheRewards(
      @ForAll @Size(min = 2, max = 8) List<@IntRange(max = 1) Integer> rewards,
      @ForAll @DoubleRange(min = 0.5, max = 10) double scale) {
    double[] plain = rewards.stream().mapToDouble(r -> r).toArray();
    double[] scaled = rewards.stream().mapToDouble(r -> r * scale + 3).toArray();
    int[] groups = new int[plain.length];
    assertThat(new Grpo().compute(new Batch("s", scaled, groups, groups, 0)).values())
        .containsExactly(
            new Grpo().compute(new Batch("s", plain, groups, groups, 0)).values(), within(1e-4));
  }
}
