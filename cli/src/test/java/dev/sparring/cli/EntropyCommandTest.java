package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntropyCommandTest {
  private static final String BUNDLED = Path.of("..", "models", "bundled").toString();

  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("others.jsonl"), text);
  }

  /** Sums with answers of a form that the model never writes. */
  private Path sums() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      lines.append(
          "{\"messages\":[{\"role\":\"user\",\"content\":\"<S>1%02d+2%02d=\"}],\"completion\":\"=#:9,,9+0\"}%n"
              .formatted(i, i));
    }
    return file(lines.toString());
  }

  @Test
  void entropiesAlongBothTextsAreReportedByPositionWithTheirRatio() throws IOException {
    Cli.Result said =
        Cli.sparring("entropy", BUNDLED, "--own", "--other=" + sums(), "--json", "--threads=2");
    assertThat(said.code()).as("%s", said).isZero();
    JsonNode measured = Json.MAPPER.readTree(said.out()).path("files").path(0);
    assertThat(measured.path("prompts").asInt()).isEqualTo(20);
    JsonNode ratio = measured.path("ratio");
    assertThat(ratio.path("value").asDouble())
        .isEqualTo(
            measured.path("other").path("value").asDouble()
                / measured.path("own").path("value").asDouble())
        .isBetween(ratio.path("low").asDouble(), ratio.path("high").asDouble());
    assertThat(measured.path("own").path("byPosition").path("1").asDouble())
        .as("before the first token nobody has written anything")
        .isEqualTo(measured.path("other").path("byPosition").path("1").asDouble());
    Cli.Result table = Cli.sparring("entropy", BUNDLED, "--other=" + sums(), "--threads=2");
    assertThat(table.out())
        .containsPattern("(?m)^ nats a token +mean +95 % interval +1 +2–4 +5–16 +17–64 +65…$")
        .contains("others.jsonl (20 prompts)")
        .doesNotContain("own");
  }

  @Test
  void whatCannotBeReadIsNamedWithItsFileAndLine() throws IOException {
    Path file = file("\n{\"text\":\"a\"}\n");
    assertThat(Cli.sparring("entropy", BUNDLED, "--other=" + file).complaint())
        .isEqualTo("sparring: " + file + ": line 2: completion is missing");
    file(" \n");
    assertThat(Cli.sparring("entropy", BUNDLED, "--other=" + file).complaint())
        .contains("has no line");
    assertThat(Cli.sparring("entropy", BUNDLED, "--other=" + folder.resolve("none")).complaint())
        .contains("none");
  }
}
