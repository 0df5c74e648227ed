package dev.sparring.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class PassAtKProperties {
  @Property
  void passAtKIsTheShareOfDrawsWithAProgramThatPasses(
      @ForAll @IntRange(min = 1, max = 8) int n,
      @ForAll @IntRange(max = 8) int c,
      @ForAll @IntRange(min = 1, max = 8) int k) {
    if (c <= n && k <= n) {
      int draws = 0;
      int good = 0;
      for (int set = 0; set < 1 << n; set++) {
        if (Integer.bitCount(set) == k) {
          draws++;
          good += (set & (1 << c) - 1) != 0 ? 1 : 0;
        }
      }
      assertThat(PassAtK.estimate(n, c, k)).isCloseTo(good / (double) draws, within(1e-12));
    }
  }

  @Example
  void passAtKRefusesWhatHasNoMeaning() {
    for (int[] bad : new int[][] {{4, 5, 1}, {4, -1, 1}, {4, 2, 0}, {4, 2, 5}}) {
      assertThatThrownBy(() -> PassAtK.estimate(bad[0], bad[1], bad[2]))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
