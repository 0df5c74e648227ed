package dev.sparring.core.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.config.GuardSettings.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GuardsTest {
  private static final String METRIC = "proposer/distinct";

  @Test
  void anAlarmComesAfterSoManyRoundsInARowAndSaysWhatWasSeen() {
    List<Alarm> alarms = play(below(.25, 5, 0, Action.STOP), .5, .2, .2, .2, .2, .123);

    assertThat(alarms)
        .containsExactly(
            new Alarm(
                "g",
                Action.STOP,
                "proposer/distinct has been below .25 for 5 rounds (now .123)",
                2));
  }

  @Test
  void aRoundWithinBoundsBeginsTheCountAnew() {
    assertThat(play(below(.25, 3, 0, Action.STOP), .1, .1, .25, .1, .1)).isEmpty();
    assertThat(play(below(.25, 3, 0, Action.STOP), .1, .1, .25, .1, .1, .1))
        .extracting(Alarm::streakStart)
        .containsExactly(4);
  }

  @Test
  void aThresholdAboveTripsOverIt() {
    GuardSettings kl = guard("solver/kl", null, 1.0, false, 1, 0, Action.ROLL_BACK);

    assertThat(new Guards(List.of(kl)).observe(GuardState.START, 7, Map.of("solver/kl", 12.5)))
        .extracting(Guards.Observation::alarms)
        .isEqualTo(
            List.of(
                new Alarm(
                    "g",
                    Action.ROLL_BACK,
                    "solver/kl has been above 1 for 1 round (now 12.5)",
                    7)));
    assertThat(
            new Guards(List.of(kl)).observe(GuardState.START, 7, Map.of("solver/kl", 1.0)).alarms())
        .isEmpty();
  }

  @Test
  void aMetricThatRunsToInfinityTripsToo() {
    GuardSettings kl = guard(METRIC, null, 1.0, false, 1, 0, Action.STOP);

    assertThat(play(kl, Double.POSITIVE_INFINITY))
        .extracting(Alarm::message)
        .containsExactly("proposer/distinct has been above 1 for 1 round (now infinite)");
  }

  @Test
  void aMissingOrUndefinedMetricNeitherTripsNorResets() {
    assertThat(play(below(.25, 3, 0, Action.STOP), .1, Double.NaN, null, .1, null)).isEmpty();
    assertThat(play(below(.25, 3, 0, Action.STOP), .1, Double.NaN, null, .1, .1))
        .extracting(Alarm::streakStart)
        .containsExactly(1);
  }

  @Test
  void aGuardThatRaisesThePullComesAgainAfterAsManyRoundsAndEndsNothing() {
    Guards guards = new Guards(List.of(below(.25, 2, 0, Action.RAISE_KL)));
    GuardState state = GuardState.START;
    List<Integer> raises = new ArrayList<>();
    for (int step = 1; step <= 5; step++) {
      Guards.Observation seen = guards.observe(state, step, Map.of(METRIC, .1));
      assertThat(seen.decisive()).isEmpty();
      raises.add(seen.raises());
      state = seen.next();
    }
    assertThat(raises).containsExactly(0, 1, 0, 1, 0);
  }

  @Test
  void roundsAtTheStartAreIgnored() {
    assertThat(play(below(.25, 2, 3, Action.STOP), .1, .1, .1, .1)).isEmpty();
    assertThat(play(below(.25, 2, 3, Action.STOP), .1, .1, .1, .1, .1))
        .extracting(Alarm::streakStart)
        .containsExactly(4);
  }

  @Test
  void aThresholdOfTheStartIsAFractionOfTheFirstRoundsMean() {
    GuardSettings half = guard(METRIC, .5, null, true, 2, 1, Action.STOP);

    assertThat(play(half, 9.0, .6, 1.0, .41, .41)).isEmpty();
    assertThat(play(half, 9.0, .6, 1.0, .41, .39, .3))
        .containsExactly(
            new Alarm(
                "g",
                Action.STOP,
                "proposer/distinct has been below .4 (.5 × .8 at the start) for 2 rounds (now .3)",
                5));
  }

  @Test
  void aWarningIsRepeatedOnlyWhenTheStreakHasGrownByAsMuchAgain() {
    assertThat(play(below(.25, 2, 0, Action.WARN), .1, .1, .1, .1, .1))
        .extracting(Alarm::message)
        .containsExactly(
            "proposer/distinct has been below .25 for 2 rounds (now .1)",
            "proposer/distinct has been below .25 for 4 rounds (now .1)");
  }

  @Test
  void aStopInsistsSoThatAResumedRunStopsToo() {
    assertThat(play(below(.25, 2, 0, Action.STOP), .1, .1, .1, .1)).hasSize(3);
  }

  @Test
  void aGuardThatIsOffCountsButSaysNothing() {
    Guards off = new Guards(List.of(below(.25, 2, 0, Action.OFF)));
    Guards on = new Guards(List.of(below(.25, 2, 0, Action.STOP)));

    Guards.Observation first = off.observe(GuardState.START, 1, Map.of(METRIC, .1));
    Guards.Observation second = off.observe(first.next(), 2, Map.of(METRIC, .1));

    assertThat(second.alarms()).isEmpty();
    assertThat(on.observe(second.next(), 3, Map.of(METRIC, .1)).alarms()).hasSize(1);
  }

  @Test
  void guardsDoNotDisturbEachOther() {
    GuardSettings distinct = below(.25, 1, 0, Action.WARN);
    GuardSettings kl =
        new GuardSettings(
            "kl",
            "solver/kl",
            OptionalDouble.empty(),
            OptionalDouble.of(1),
            false,
            1,
            0,
            Action.WARN);

    Guards.Observation seen =
        new Guards(List.of(distinct, kl))
            .observe(GuardState.START, 1, Map.of(METRIC, .1, "solver/kl", 2.0));

    assertThat(seen.alarms()).extracting(Alarm::name).containsExactly("g", "kl");
    assertThat(seen.next().guards()).containsOnlyKeys("g", "kl");
  }

  /** All alarms of rounds 1, 2, …; null is a round without the metric. */
  private static List<Alarm> play(GuardSettings settings, Double... values) {
    Guards guards = new Guards(List.of(settings));
    GuardState state = GuardState.START;
    List<Alarm> alarms = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      Map<String, Double> metrics = values[i] == null ? Map.of() : Map.of(METRIC, values[i]);
      Guards.Observation seen = guards.observe(state, i + 1, metrics);
      alarms.addAll(seen.alarms());
      state = seen.next();
    }
    return alarms;
  }

  private static GuardSettings below(double threshold, int rounds, int after, Action action) {
    return guard(METRIC, threshold, null, false, rounds, after, action);
  }

  private static GuardSettings guard(
      String metric,
      Double below,
      Double above,
      boolean ofStart,
      int rounds,
      int after,
      Action action) {
    return new GuardSettings(
        "g",
        metric,
        below == null ? OptionalDouble.empty() : OptionalDouble.of(below),
        above == null ? OptionalDouble.empty() : OptionalDouble.of(above),
        ofStart,
        rounds,
        after,
        action);
  }
}
