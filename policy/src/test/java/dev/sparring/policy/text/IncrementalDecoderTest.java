package dev.sparring.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RandomStream;
import dev.sparring.policy.Tiny;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Text as it becomes known, against the decoding of all ids. */
class IncrementalDecoderTest {
  private static final String TEXT = "Σ x² ≥ 0 — naïve 😀🏳️‍🌈 日本語\n  12 + 30 = 42\t\uFFFD ẞ  end";

  /**
   * Ids of all kinds: whole texts, single bytes, special tokens, and some beyond the vocabulary.
   */
  private static int[] ids(Tokenizer tokenizer, int seed) {
    RandomStream random = RandomStream.of(seed);
    int[] text = tokenizer.encode(TEXT);
    IntStream.Builder all = IntStream.builder();
    for (int i = 0; i < 60; i++) {
      if (random.below(3L * i, 3) == 0) {
        int from = random.below(3L * i + 1, text.length);
        int to = Math.min(text.length, from + random.below(3L * i + 2, 12));
        Arrays.stream(text, from, to).forEach(all);
      } else {
        all.add(random.below(3L * i + 1, tokenizer.ids() + 3));
      }
    }
    return all.build().toArray();
  }

  private static void assertIncremental(Tokenizer tokenizer, int[] ids) {
    IncrementalDecoder decoder = new IncrementalDecoder(tokenizer);
    String certain = "";
    String whole = tokenizer.decode(ids);
    for (int n = 0; n < ids.length; n++) {
      decoder.add(ids[n]);
      assertThat(decoder.text())
          .as("after %s", Arrays.toString(Arrays.copyOf(ids, n + 1)))
          .isEqualTo(tokenizer.decode(Arrays.copyOf(ids, n + 1)));
      assertThat(decoder.certain().toString()).startsWith(certain);
      certain = decoder.certain().toString();
      assertThat(whole).startsWith(certain);
    }
  }

  private static void assertIncremental(Tokenizer tokenizer) {
    assertIncremental(tokenizer, tokenizer.encode(TEXT));
    assertThat(tokenizer.decode(tokenizer.encode(TEXT))).isEqualTo(TEXT);
    for (int seed = 0; seed < 100; seed++) {
      assertIncremental(tokenizer, ids(tokenizer, seed));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny"})
  void textOfByteLevelIdsIsThatOfAllOfThem(String name) {
    try (Tokenizer tokenizer = Tokenizer.load(Tiny.GOLDEN.resolve(name))) {
      assertIncremental(tokenizer);
    }
  }

  @Test
  void textOfSentencepiecesIsThatOfAllOfThem(@TempDir Path folder) throws IOException {
    Sentencepieces.write(folder);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      assertIncremental(tokenizer);
    }
  }

  @Test
  void textOfCharactersIsThatOfAllOfThem() {
    try (Tokenizer tokenizer = Tokenizer.load(Tiny.BUNDLED)) {
      assertIncremental(tokenizer, tokenizer.encode("12+30;S:4#2"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny"})
  void aCharacterIsCertainWithItsLastByteAndNotBefore(String name) {
    try (Tokenizer tokenizer = Tokenizer.load(Tiny.GOLDEN.resolve(name))) {
      int[] ids = tokenizer.encode("😀");
      assertThat(ids).hasSizeGreaterThan(1);
      IncrementalDecoder decoder = new IncrementalDecoder(tokenizer);
      for (int n = 0; n < ids.length; n++) {
        assertThat(decoder.certain()).isEmpty();
        decoder.add(ids[n]);
      }
      assertThat(decoder.certain()).hasToString("😀");
      assertThat(decoder.pending()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"llama-tiny", "qwen2-tiny"})
  void noMoreIsHeldBackThanACharacterCanHave(String name) {
    try (Tokenizer tokenizer = Tokenizer.load(Tiny.GOLDEN.resolve(name))) {
      for (int seed = 0; seed < 100; seed++) {
        IncrementalDecoder decoder = new IncrementalDecoder(tokenizer);
        for (int id : ids(tokenizer, seed)) {
          decoder.add(id);
          assertThat(decoder.pending().codePoints()).hasSizeLessThan(20);
        }
      }
    }
  }
}
