package dev.sparring.policy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PrefixCacheTest {
  private static int[] ends(int length, Integer... lineEnds) {
    int[] prompt = IntStream.rangeClosed(1, length).toArray();
    return PrefixCache.ends(prompt, id -> List.of(lineEnds).contains(id)).toArray();
  }

  @Test
  void aBlockEndsWithALine() {
    assertThat(ends(60, 21, 46)).containsExactly(21, 46, 59);
  }

  @Test
  void aBlockHasAtMost56Tokens() {
    assertThat(ends(101)).containsExactly(56, 100);
    assertThat(ends(121)).containsExactly(56, 112, 120);
  }

  @Test
  void aLineOfLessThan8TokensDoesNotEndABlock() {
    assertThat(ends(60, 3, 21, 24, 46)).containsExactly(21, 46, 59);
  }

  @Test
  void aRestOfLessThan8TokensStaysWithTheBlockBefore() {
    assertThat(ends(60, 21, 46, 56)).containsExactly(21, 46, 59);
    assertThat(ends(120)).containsExactly(56, 119);
  }

  @Test
  void theLastTokenIsInNoBlock() {
    assertThat(ends(1)).isEmpty();
    assertThat(ends(2)).containsExactly(1);
    assertThat(ends(33)).containsExactly(32);
  }

  @Test
  void blocksBeforeWhereTwoPromptsPartAreTheSame() {
    assertThat(ends(60, 21, 46, 52)).startsWith(21, 46);
    assertThat(ends(75, 21, 46, 60)).startsWith(21, 46);
  }
}
