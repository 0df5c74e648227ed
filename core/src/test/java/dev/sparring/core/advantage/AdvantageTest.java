package dev.sparring.core.advantage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvantageTest {
  private static final JsonNode GOLDEN = golden();

  private static JsonNode golden() {
    try (InputStream in = AdvantageTest.class.getResourceAsStream("/golden/algorithms.json")) {
      return new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static double[] doubles(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  private static int[] ints(JsonNode node) {
    return StreamSupport.stream(node.spliterator(), false).mapToInt(JsonNode::asInt).toArray();
  }

  private static Batch batch(double[] rewards, int... groups) {
    int[] lengths = IntStream.generate(() -> 3).limit(groups.length).toArray();
    return new Batch("solver", rewards, groups, lengths, 0);
  }

  @Test
  void onlyDisagreementIsPunishedWhereAdvantagesAboveZeroHaveNoWeight() {
    Batch batch = batch(new double[] {1, 1, 0, 1}, 0, 0, 0, 0);
    Advantage rule = Advantage.named("dr-grpo");
    assertThat(PositiveWeight.of(rule, 0).compute(batch).values()).containsExactly(0, 0, -.75, 0);
    assertThat(PositiveWeight.of(rule, .1).compute(batch).values())
        .containsExactly(new double[] {.025, .025, -.75, .025}, within(1e-12));
    assertThat(PositiveWeight.of(rule, 1)).isSameAs(rule);
    assertThat(PositiveWeight.of(rule, 0).compute(batch).baseline())
        .isEqualTo(rule.compute(batch).baseline());
  }

  static Iterable<String> golds() {
    return () -> GOLDEN.get("advantages").fieldNames();
  }

  @ParameterizedTest
  @MethodSource("golds")
  void advantagesAreThoseOfVerl(String name) {
    Batch batch =
        new Batch(
            "solver",
            doubles(GOLDEN.get("rewards")),
            ints(GOLDEN.get("groups")),
            ints(GOLDEN.get("lengths")),
            0);
    assertThat(Advantage.named(name).compute(batch).values())
        .containsExactly(doubles(GOLDEN.get("advantages").get(name).get("value")), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"grpo", "dr-grpo", "rloo", "reinforce++", "reinforce++-baseline", "batch"})
  void whereAllAgreeTheAdvantageIsExactlyZero(String name) {
    double[] rewards = {0.1, 0.1, 0.1, 0.1, 0.1, 0.1};
    assertThat(Advantage.named(name).compute(batch(rewards, 0, 0, 0, 1, 1, 2)).values())
        .containsOnly(0.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grpo", "dr-grpo", "rloo"})
  void aGroupThatAgreesIsZeroBesideOneThatDoesNot(String name) {
    double[] values =
        Advantage.named(name).compute(batch(new double[] {1, 1, 1, 0}, 0, 0, 1, 1)).values();
    assertThat(values[0]).isZero();
    assertThat(values[1]).isZero();
    assertThat(values[2]).isPositive();
    assertThat(values[3]).isNegative();
  }

  @Test
  void groupsNeedNotStandTogether() {
    double[] values =
        new DrGrpo().compute(batch(new double[] {1, 0, 0, 1, 0, 0}, 7, 3, 7, 3, 7, 3)).values();
    assertThat(values)
        .containsExactly(
            new double[] {2 / 3.0, -1 / 3.0, -1 / 3.0, 2 / 3.0, -1 / 3.0, -1 / 3.0}, within(1e-12));
  }

  @Test
  void spiralReadsTheBaselineBeforeItIsUpdatedAndHandsItOn() {
    Batch batch =
        new Batch("proposer", new double[] {1, 0, 1}, new int[3], new int[] {1, 1, 1}, 0.5);
    Advantages advantages = new Spiral().compute(batch);
    assertThat(advantages.values())
        .containsExactly(new double[] {0.5, -0.525, 1 - 0.49875}, within(1e-12));
    assertThat(advantages.baseline()).isCloseTo(0.95 * 0.49875 + 0.05, within(1e-12));
  }

  @Test
  void batchIgnoresGroups() {
    double[] values =
        new BatchNormalised().compute(batch(new double[] {1, 0, 0, 1}, 0, 1, 2, 3)).values();
    double deviation = Math.sqrt(1 / 3.0) + 1e-6;
    double half = 0.5 / deviation;
    assertThat(values).containsExactly(new double[] {half, -half, -half, half}, within(1e-12));
  }

  @Test
  void anEmptyBatchHasNoAdvantages() {
    for (Advantage advantage : Advantage.all()) {
      assertThat(advantage.compute(batch(new double[0])).values()).isEmpty();
    }
  }

  @Test
  void onlySpiralMovesTheBaseline() {
    for (Advantage advantage : Advantage.all()) {
      Batch batch = new Batch("r", new double[] {1, 0}, new int[2], new int[] {1, 1}, 0.25);
      boolean moved = advantage.compute(batch).baseline() != 0.25;
      assertThat(moved).isEqualTo(advantage instanceof Spiral);
    }
  }

  @Test
  void everyAdvantageIsFoundByItsName() {
    for (Advantage advantage : Advantage.all()) {
      assertThat(Advantage.named(advantage.configName())).isEqualTo(advantage);
    }
    assertThatThrownBy(() -> Advantage.named("gpro"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("grpo, dr-grpo, rloo, reinforce++, reinforce++-baseline, spiral");
  }

  @Test
  void arraysOfDifferentLengthsAreRefused() {
    assertThatThrownBy(() -> new Batch("r", new double[2], new int[1], new int[2], 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 rewards, 1 groups");
  }
}
