package dev.sparring.policy.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RandomStream;
import dev.sparring.policy.rollout.CompletionAnswer.Asked;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers that servers may give, and answers that nobody should. */
final class CompletionAnswerTest {
  private static final int FUZZED = 100_000;
  private static final Asked ASKED = new Asked("a", new int[] {1, 4}, 3, 1, 7, List.of(), 10);
  private static final String RIGHT =
      "{\"model\":\"a\",\"choices\":[{\"finish_reason\":\"length\",\"prompt_token_ids\":[1,4],"
          + "\"token_ids\":[5,6,7],\"logprobs\":{\"token_logprobs\":[-0.5,-1.25,-0.125]}}]}";

  private static boolean refused(String text) {
    try {
      CompletionAnswer.read(text.getBytes(StandardCharsets.UTF_8), ASKED);
      return false;
    } catch (ServerFault e) {
      assertThat(e.kind()).isEqualTo(ServerFault.Kind.BROKEN);
      return true;
    }
  }

  @Test
  void aRightAnswerIsTaken() throws ServerFault {
    CompletionAnswer answer = CompletionAnswer.read(RIGHT.getBytes(StandardCharsets.UTF_8), ASKED);
    assertThat(answer.ids()).containsExactly(5, 6, 7);
    assertThat(answer.logprobs()).containsExactly(-.5f, -1.25f, -.125f);
  }

  @Test
  void answersThatAreWrongInOnePlaceAreRefused() {
    for (String[] change :
        new String[][] {
          {"[5,6,7]", "[5,6]"},
          {"[5,6,7]", "[5,6,10]"},
          {"[5,6,7]", "[5,6,-1]"},
          {"[5,6,7]", "[5,6,7.0]"},
          {"[5,6,7]", "[5,6,7,8]"},
          {"[5,6,7]", "[5,6,4294967303]"},
          {"[5,6,7]", "[]"},
          {"[1,4]", "[1,3]"},
          {"[1,4]", "null"},
          {"-1.25", "NaN"},
          {"-1.25", "null"},
          {"-1.25", "-1e999"},
          {"-1.25", "-1e39"},
          {"-1.25", "0.5"},
          {"-1.25", "\"-1.25\""},
          {"\"a\"", "\"b\""},
          {"\"length\"", "\"abort\""},
          {"\"length\"", "null"},
          {"]}}]}", "]}}]} {}"},
          {"]}}]}", "]}}"},
          {"{\"model\"", "{\"model\":\"a\",\"model\""},
          {"{\"model\"", "[{\"model\""},
        }) {
      String changed = RIGHT.replace(change[0], change[1]);
      assertThat(changed).isNotEqualTo(RIGHT);
      assertThat(refused(changed)).as(changed).isTrue();
    }
    assertThat(refused("")).isTrue();
    assertThat(refused("[".repeat(100_000))).isTrue();
  }

  /** Every answer is refused, or has tokens of the vocabulary with finite log-probabilities. */
  @Test
  void aHundredThousandDamagedAnswersAreRefusedOrWhole() {
    byte[] right = RIGHT.getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int n = 0; n < FUZZED; n++) {
      byte[] damaged = damaged(right, RandomStream.of(n));
      try {
        CompletionAnswer answer = CompletionAnswer.read(damaged, ASKED);
        assertThat(Arrays.stream(answer.ids()).allMatch(id -> id >= 0 && id < 10)).isTrue();
        assertThat(answer.logprobs()).hasSameSizeAs(answer.ids());
        for (float logprob : answer.logprobs()) {
          assertThat(Float.isFinite(logprob) && logprob <= 0).isTrue();
        }
      } catch (ServerFault e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(FUZZED / 2);
  }

  private static byte[] damaged(byte[] right, RandomStream random) {
    byte[] bytes = right.clone();
    int changes = 1 + random.below(0, 4);
    for (int i = 0; i < changes; i++) {
      int at = random.below(4 * i + 1, bytes.length);
      switch (random.below(4 * i + 2, 4)) {
        case 0 -> bytes[at] = (byte) random.below(4 * i + 3, 256);
        case 1 -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
        case 2 -> bytes[at] = bytes[random.below(4 * i + 3, bytes.length)];
        default -> bytes[at] = (byte) ('0' + random.below(4 * i + 3, 10));
      }
    }
    return bytes;
  }
}
