package dev.sparring.policy.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.policy.Tiny;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  @TempDir Path folder;

  @Test
  void onlyATextOfItsOwnGetsTheSpecialTokensOfTheTokenizer() throws IOException {
    Sentencepieces.write(folder);
    try (Tokenizer tokenizer = Tokenizer.load(folder)) {
      int[] part = tokenizer.encode("a b");
      int[] whole = tokenizer.encodeWhole("a b");
      assertThat(whole).hasSize(part.length + 1).startsWith(1).endsWith(part);
      assertThat(tokenizer.encode("")).isEmpty();
      assertThat(tokenizer.encodeWhole("")).containsExactly(1);
      assertThat(tokenizer.encode("<s>")).containsExactly(1);
    }
  }

  @Test
  void aTokenizerThatAddsNoSpecialTokensAddsNone() {
    try (Tokenizer tokenizer = Tokenizer.load(Tiny.GOLDEN.resolve("llama-tiny"))) {
      assertThat(tokenizer.encodeWhole("2 + 2")).isEqualTo(tokenizer.encode("2 + 2"));
      assertThat(tokenizer.encodeWhole("")).isEmpty();
    }
  }
}
