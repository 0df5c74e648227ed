package dev.sparring.policy.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.config.LearnSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Truncated importance sampling against numbers worked out by hand. */
class ImportanceCorrectionTest {
  /** A prompt token and two counted ones, which the sampler drew with probabilities ½ and ¼. */
  private static Episode episode() {
    return new Episode(
        "e",
        Role.SOLVER,
        new int[] {1, 2, 3},
        new boolean[] {false, true, true},
        new float[] {0, log(0.5), log(0.25)},
        new float[] {0, 2, -1});
  }

  /** The learner gives them ¼ and 1: the weights are ½ and 4. */
  private static final List<Scores> OWN =
      List.of(new Scores(new float[] {log(0.25), log(1)}, new float[2]));

  private static float log(double probability) {
    return (float) StrictMath.log(probability);
  }

  private static ImportanceCorrection correct(double cap, double limit) {
    return ImportanceCorrection.of(
        List.of(episode()), OWN, new LearnSettings.Importance(cap, limit));
  }

  @Test
  void aTokensAdvantageIsMultipliedWithItsWeightUpToTheCap() {
    ImportanceCorrection corrected = correct(3, 0);
    Episode episode = corrected.episodes().get(0);
    assertThat(episode.advantage()[1]).isCloseTo(1f, within(1e-6f));
    assertThat(episode.advantage()[2]).isCloseTo(-3f, within(1e-6f));
    assertThat(episode.behaviour()).containsExactly(0, log(0.25), log(1));
    assertThat(corrected.capped()).isEqualTo(0.5);
  }

  @Test
  void theGapIsTheMeanDifferenceOfTheCountedTokens() {
    assertThat(correct(3, 0).gap())
        .isCloseTo((StrictMath.log(2) + StrictMath.log(4)) / 2, within(1e-6));
  }

  @Test
  void withoutACapTheEpisodesStayAsTheyWere() {
    ImportanceCorrection corrected = correct(0, 0);
    assertThat(corrected.episodes().get(0).advantage()).containsExactly(0, 2, -1);
    assertThat(corrected.episodes().get(0).behaviour()).containsExactly(0, log(0.5), log(0.25));
    assertThat(corrected.capped()).isNaN();
  }

  @Test
  void aGapAboveTheLimitIsRefusedAndNotLearnedFrom() {
    assertThat(correct(0, 1.1).gap()).isLessThan(1.1);
    assertThatThrownBy(() -> correct(0, 1.0)).isInstanceOf(LogprobGapException.class);
  }

  @Test
  void aGapThatIsNoNumberIsRefused() {
    List<Scores> nan = List.of(new Scores(new float[] {Float.NaN, 0}, new float[2]));
    assertThatThrownBy(
            () ->
                ImportanceCorrection.of(
                    List.of(episode()), nan, new LearnSettings.Importance(0, 1)))
        .isInstanceOf(LogprobGapException.class);
  }
}
