package dev.sparring.core.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProblemClustersTest {
  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  @Test
  void bleuIsAsWorkedOutByHand() {
    // 1-grams 3 of 4, 2-grams 2 of 3, 3-grams 1 of 2, 4-grams none of 1, which counts as .1
    double expected = Math.pow(3 / 4. * 2 / 3. * 1 / 2. * .1, 1 / 4.);
    assertThat(ProblemClusters.bleu(words("add 3 and 4"), words("add 3 and 5")))
        .isCloseTo(expected, within(1e-12));
    assertThat(ProblemClusters.bleu(words("add 3 and 4"), words("add 3 and 4"))).isEqualTo(1);
    assertThat(ProblemClusters.bleu(words("one two"), words("three four"))).isZero();
  }

  @Test
  void aShortTextIsPenalisedAgainstALongOneAndNotTheOtherWayRound() {
    // "a b" against "a b c d": all its grams occur, times exp(1 - 4/2); back: 2/4 and 1/3
    double there = Math.exp(-1);
    double back = Math.sqrt(1 / 2. * 1 / 3.);
    assertThat(ProblemClusters.bleu(words("a b"), words("a b c d")))
        .isCloseTo((there + back) / 2, within(1e-12));
  }

  @Test
  void textsThatAreAlikeCountAsOne() {
    assertThat(
            ProblemClusters.sizes(
                List.of(
                    "How many apples has Anna if she buys 3 more",
                    "What is the area of a square",
                    "How many apples has Anna if she buys 4 more",
                    "how many  apples has anna if she buys 5 more",
                    "What is the area of a square")))
        .containsExactly(3, 2, 3, 3, 2);
  }

  @Test
  void linkageIsTheAverage() {
    // 1 and 2 are the same; 3 is as near to both as one word of four leaves it, .45 of BLEU
    assertThat(ProblemClusters.sizes(List.of("add 3 and 4", "add 3 and 4", "add 3 and 5")))
        .containsExactly(2, 2, 1);
    assertThat(ProblemClusters.sizes(List.of())).isEmpty();
    assertThat(ProblemClusters.sizes(List.of("", ""))).containsExactly(2, 2);
  }
}
