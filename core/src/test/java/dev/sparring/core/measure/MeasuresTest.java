package dev.sparring.core.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.RandomStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final RandomStream RANDOM = RandomStream.of(3);

  private static VerifiedAnswers answers(String truth, String... given) {
    List<Optional<String>> all = new ArrayList<>();
    for (String one : given) {
      all.add(one.equals("_") ? Optional.empty() : Optional.of(one));
    }
    return new VerifiedAnswers(all, truth);
  }

  @Test
  void theGapIsTheShareOfTheErrorsThatAVerifierTakesAway() {
    VerifiedAnswers problem = answers("7", "7", "7", "8", "_");
    assertThat(problem.accuracy()).isEqualTo(.5);
    assertThat(problem.leading()).contains("7");
    assertThat(problem.share("8")).isEqualTo(.25);
    assertThat(problem.gap("7"::equals)).as("all errors").isEqualTo(1);
    assertThat(problem.gap("8"::equals)).as("only errors left").isEqualTo(-1);
    assertThat(problem.gap(a -> true)).as("2 of 3, after 2 of 4").isCloseTo(1 / 3., within(1e-12));
    assertThat(problem.gap(a -> false)).as("nothing accepted").isZero();
    assertThat(answers("7", "7", "7").gap("7"::equals)).as("nothing to gain").isZero();
    assertThat(answers("7", "_", "_").leading()).isEmpty();
  }

  @Test
  void aurocCountsPairsAndTiesHalf() {
    List<Confidence> all =
        List.of(
            new Confidence(.9, true),
            new Confidence(.5, true),
            new Confidence(.5, false),
            new Confidence(.1, false));
    assertThat(Confidence.auroc(all)).isEqualTo(3.5 / 4);
    assertThat(Confidence.auroc(all.subList(0, 2))).isNaN();
    List<Confidence> reversed =
        all.stream().map(c -> new Confidence(1 - c.share(), c.right())).toList();
    assertThat(Confidence.auroc(reversed)).isEqualTo(.5 / 4);
  }

  @Test
  void aConfidenceThatIsRightAsOftenAsItSaysHasNoCalibrationError() {
    List<Confidence> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(new Confidence(.7, i < 7));
    }
    assertThat(Confidence.calibrationError(all)).isCloseTo(0, within(1e-12));
    all.replaceAll(c -> new Confidence(1, c.right()));
    assertThat(Confidence.calibrationError(all)).isCloseTo(.3, within(1e-12));
  }

  @Test
  void anIntervalHoldsTheMeanInAboutNineteenCasesOfTwenty() {
    int held = 0;
    for (int trial = 0; trial < 200; trial++) {
      RandomStream own = RANDOM.child(trial);
      List<Double> coins = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        coins.add(own.uniform(i) < .3 ? 1. : 0.);
      }
      Interval interval = Interval.ofMean(coins, own.child("bootstrap"));
      held += interval.low() <= .3 && .3 <= interval.high() ? 1 : 0;
      assertThat(interval).isEqualTo(Interval.ofMean(coins, own.child("bootstrap")));
    }
    assertThat(held).isBetween(180, 199);
    assertThat(Interval.ofMean(List.of(), RANDOM).low()).isNaN();
  }

  @Test
  void entropiesAreMeansOverTokensByPositionAndTheRatioIsOfOthersToOwn() {
    TextEntropies own = new TextEntropies(List.of(new float[] {1, 2, 2}, new float[] {1}));
    TextEntropies other = new TextEntropies(List.of(new float[] {1, 8, 8}, new float[] {1}));
    assertThat(own.mean(RANDOM).value()).isEqualTo(1.5);
    assertThat(own.mean(0)).isEqualTo(1);
    assertThat(own.mean(1)).isEqualTo(2);
    assertThat(own.mean(2)).isNaN();
    Interval ratio = own.ratio(other, RANDOM);
    assertThat(ratio.value()).isEqualTo(3);
    assertThat(ratio.low()).as("only the second prompt").isEqualTo(1);
    assertThat(ratio.high()).as("only the first prompt").isCloseTo(17 / 5., within(1e-12));
  }
}
