package dev.sparring.exports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RolloutSummaryTest {
  @TempDir private Path run;

  @Test
  void whatAModelWroteStaysInABlockOfCodeAndHidesNothing() throws IOException {
    String lines =
        """
        {"id":"p0","role":"proposer","text":"x","tokens":3,"problem":"# <b>1</b>\\n\\n![](http://x)","label":"2","votes":1,"attempts":1,"reward":0.5,"outcome":"scored"}
        {"id":"p0-a0","role":"solver","problem":"p0","text":"\\u001b[31m\\u202eevil %s","tokens":7,"reward":1,"outcome":"scored"}
        """
            .formatted("y".repeat(1000));
    Files.createDirectories(run.resolve("rollouts"));
    try (GZIPOutputStream out =
        new GZIPOutputStream(Files.newOutputStream(run.resolve("rollouts/000001.jsonl.gz")))) {
      out.write(lines.getBytes(StandardCharsets.UTF_8));
    }
    RolloutSummary summary = RolloutSummary.read(run, 1);
    assertThat(summary.distributions())
        .containsOnlyKeys(
            "proposer/lengths", "proposer/rewards", "solver/lengths", "solver/rewards");
    assertThat(summary.distributions().get("solver/lengths")).containsExactly(7);
    assertThat(summary.samples())
        .contains("    # <b>1</b>\n    \n    ![](http://x)\n")
        .contains("    \\u001b[31m\\u202eevil yyy")
        .contains(" …\n")
        .hasSizeLessThan(1200);
    assertThat(summary.samples().lines())
        .allMatch(
            line ->
                line.isEmpty()
                    || line.startsWith("    ")
                    || line.matches("(Problem|Label|Answer)[a-z0-9 ,.]*"));
  }
}
