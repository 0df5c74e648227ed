package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.cli.pretrain.Pretraining;
import dev.sparring.cli.pretrain.Recipe;
import dev.sparring.core.task.PretrainingCorpus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainCommandTest {
  @TempDir private Path folder;

  @Test
  void a_model_is_made_to_the_bit_with_a_card() throws IOException {
    Path out = folder.resolve("made");
    Cli.Result said =
        Cli.sparring("pretrain", out.toString(), "--steps=2", "--lines=4", "--problems=2");
    assertThat(said.err()).isEmpty();
    assertThat(said.code()).isZero();
    assertThat(said.out()).contains("step 2/2  loss ").containsPattern("(?m)^ addition +0.0 %");
    assertThat(Files.readString(out.resolve("MODEL_CARD.md")))
        .contains("license: apache-2.0", "--seed 1 --steps 2 --lines 4", "| addition | 0.000 |")
        .contains("It has not learned: addition, multiplication, subtraction.");

    Path again = folder.resolve("again");
    Recipe recipe = new Recipe(1, 2, 4, new PretrainingCorpus.Mixture(.15, .40, 6));
    new Pretraining(recipe).into(again, 2, (step, loss) -> {});
    assertThat(again.resolve("model.safetensors"))
        .hasSameBinaryContentAs(out.resolve("model.safetensors"));
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(out, again);
    }
  }

  @Test
  void a_folder_that_holds_something_is_refused() throws IOException {
    Files.writeString(folder.resolve("precious"), "mine");
    Cli.Result said = Cli.sparring("pretrain", folder.toString());
    assertThat(said.complaint()).contains("is not empty");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(folder.resolve("precious")).hasContent("mine");
  }

  @Test
  void a_share_beyond_one_is_refused() {
    Path out = folder.resolve("made");
    Cli.Result said = Cli.sparring("pretrain", out.toString(), "--scratchpad-share=1.5");
    assertThat(said.complaint()).contains("scratchpadShare is 1.5, not in [0, 1]");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(out).doesNotExist();
  }
}
