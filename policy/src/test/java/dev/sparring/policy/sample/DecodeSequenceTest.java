package dev.sparring.policy.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.Completion;
import dev.sparring.core.Completion.Finish;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a completion ends, and what its text is then. */
class DecodeSequenceTest {
  private static final int[] PROMPT = {5};
  private final Tokenizer tokenizer = Tokenizer.load(Tiny.GOLDEN.resolve("llama-tiny"));

  @AfterEach
  void close() {
    tokenizer.close();
  }

  private Completion written(int[] ids, String... stop) {
    DecodeSequence row = new DecodeSequence(PROMPT, RandomStream.of(1), ids.length);
    Sampling sampling = new Sampling(1, 0, 1, 0, ids.length, List.of(stop));
    for (int id : ids) {
      row.add(id, -1, Set.of(), sampling, tokenizer);
    }
    return row.completion();
  }

  private String decoded(int[] ids, int length) {
    return tokenizer.decode(Arrays.copyOf(ids, length));
  }

  @Test
  void aCharacterOfManyTokensEndsACompletionWithItsLastByte() {
    int[] ids = tokenizer.encode("naïve 😀 and more");
    int end = tokenizer.encode("naïve 😀").length;
    Completion one = written(ids, "never", "😀");
    assertThat(one.text()).isEqualTo("naïve ");
    assertThat(one.ids()).isEqualTo(Arrays.copyOf(ids, end));
    assertThat(one.finish()).isEqualTo(Finish.STOP);
    assertThat(written(ids, "never").text()).isEqualTo("naïve 😀 and more");
  }

  @Test
  void theFirstOfSeveralStopTextsCounts() {
    int[] ids = tokenizer.encode("one two three");
    assertThat(written(ids, "three", "ne t", "two").text()).isEqualTo("o");
  }

  @Test
  void aStopTextEndsACompletionAsSoonAsAllIdsTogetherHaveIt() {
    for (int seed = 0; seed < 200; seed++) {
      RandomStream random = RandomStream.of(seed);
      int[] ids = IntStream.range(0, 40).map(i -> random.below(i, tokenizer.ids())).toArray();
      String whole = tokenizer.decode(ids);
      int from = random.below(100, whole.length() - 6);
      String stop = whole.substring(from, from + 1 + random.below(101, 5));
      int end = 1;
      while (!decoded(ids, end).contains(stop)) {
        end++;
      }
      Completion one = written(ids, stop);
      assertThat(one.ids()).isEqualTo(Arrays.copyOf(ids, end));
      assertThat(one.text())
          .isEqualTo(decoded(ids, end).substring(0, decoded(ids, end).indexOf(stop)));
      assertThat(one.finish()).isEqualTo(Finish.STOP);
    }
  }
}
