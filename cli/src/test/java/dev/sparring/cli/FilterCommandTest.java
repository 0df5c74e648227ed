package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparring.policy.checkpoint.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sparring filter}, on a checkpoint of random weights. */
class FilterCommandTest {
  private static final String MODEL = Cli.GOLDEN.resolve("llama-tiny").toString();
  private static final String SUM =
      "{\"instruction\":\"Add.\",\"input\":\"3 and 4\",\"output\":\"It is seven.\"}";
  private static final String CHAT =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"Name a colour.\"},"
          + "{\"role\":\"assistant\",\"content\":\"Green is one.\"}],\"id\":7}";

  @TempDir private Path directory;

  private Path write(String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  private Path out() {
    return directory.resolve("kept.jsonl");
  }

  private Cli.Result filter(Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("filter", data.toString(), out().toString(), "--model", MODEL));
    arguments.addAll(List.of(more));
    return Cli.sparring(arguments.toArray(String[]::new));
  }

  private List<JsonNode> scores() throws IOException {
    List<JsonNode> scores = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("kept.jsonl.scores.jsonl"))) {
      scores.add(Json.MAPPER.readTree(line));
    }
    return scores.subList(1, scores.size());
  }

  /** Log-probabilities of a line, by {@code sparring score}. */
  private static List<Double> logprobs(String line) throws IOException {
    List<Double> logprobs = new ArrayList<>();
    Cli.given(List.of(line), "score", MODEL)
        .answers()
        .get(0)
        .path("logprobs")
        .forEach(logprob -> logprobs.add(logprob.asDouble()));
    return logprobs;
  }

  /** The ratio of perplexities over the tokens that have one without the chat as well. */
  private static double ratio(String chat, String text) throws IOException {
    List<Double> alone = logprobs(text);
    List<Double> whole = logprobs(chat);
    List<Double> given = whole.subList(whole.size() - alone.size(), whole.size());
    return Math.exp(mean(alone) - mean(given));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(value -> value).average().orElseThrow();
  }

  @Test
  void theFiguresAreRatiosOfPerplexities() throws IOException {
    assertThat(filter(write("data.jsonl", SUM, CHAT)).code()).isZero();
    assertThat(scores().get(0).path("ifd").asDouble())
        .isCloseTo(
            ratio(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"Add.\\n\\n3 and 4\"}],"
                    + "\"completion\":\"It is seven.\"}",
                "{\"text\":\"It is seven.\"}"),
            within(1e-4));
    assertThat(scores().get(1).path("rIfd").asDouble())
        .isCloseTo(
            ratio(
                "{\"messages\":[{\"role\":\"user\",\"content\":\"This is a response to an"
                    + " instruction:\\n\\nGreen is one.\\n\\nWrite the instruction.\"}],"
                    + "\"completion\":\"Name a colour.\"}",
                "{\"text\":\"Name a colour.\"}"),
            within(1e-4));
  }

  @Test
  void whatIsKeptStandsAsItCameAndWhatCannotBeReadIsCounted() throws IOException {
    Cli.Result result =
        filter(write("data.jsonl", SUM, "not json", "{\"text\":\"x\"}", CHAT, SUM), "--keep", "1");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("5 lines: 3 measured")
        .contains("skipped, neither instruction and output nor messages: 1")
        .contains("skipped, not JSON: 1");
    List<JsonNode> scores = scores();
    List<String> expected = new ArrayList<>();
    String[] lines = {SUM, "", "", CHAT, SUM};
    for (int i = 0; i < lines.length; i++) {
      if (scores.get(i).has("ifd") && scores.get(i).path("ifd").asDouble() < 1) {
        expected.add(lines[i]);
      }
    }
    assertThat(Files.readAllLines(out())).isEqualTo(expected);
  }

  @Test
  void aShareKeepsThoseThatTheInstructionHelpsLeast() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String word : "one two three four five six seven eight nine ten".split(" ")) {
      lines.add("{\"instruction\":\"Say " + word + ".\",\"output\":\"This is " + word + ".\"}");
    }
    Path data = write("data.jsonl", lines.toArray(String[]::new));
    assertThat(filter(data, "--keep", "0.3").code()).isZero();
    double[] below =
        scores().stream()
            .mapToDouble(score -> score.path("ifd").asDouble())
            .filter(ifd -> ifd < 1)
            .sorted()
            .toArray();
    int count = (int) Math.ceil(0.3 * below.length);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      double ifd = scores().get(i).path("ifd").asDouble();
      if (ifd < 1 && ifd >= below[below.length - count]) {
        expected.add(lines.get(i));
      }
    }
    assertThat(Files.readAllLines(out())).isEqualTo(expected).hasSize(count);
  }

  @Test
  void aRewrittenInstructionIsTakenWhereItMakesTheResponseHarderToGuess() throws IOException {
    Path data = write("data.jsonl", SUM, CHAT);
    Path other =
        write(
            "other.jsonl",
            "{\"instruction\":\"Which number do 3 and 4 give?\",\"output\":\"Seven.\"}",
            "{\"instruction\":\"Tell me of a colour you like.\",\"output\":\"I like red best.\"}");
    assertThat(filter(data, "--rewritten", other.toString()).code()).isZero();
    List<String> kept = Files.readAllLines(out());
    for (int i = 0; i < 2; i++) {
      JsonNode score = scores().get(i);
      double ifd = score.path("ifdRewritten").asDouble();
      boolean instruction = ifd > score.path("ifd").asDouble() && ifd < 1;
      boolean response =
          score.path("rIfdRewritten").asDouble() < score.path("rIfdBefore").asDouble();
      assertThat(score.path("instruction").asText())
          .isEqualTo(instruction ? "rewritten" : "original");
      assertThat(score.path("response").asText()).isEqualTo(response ? "rewritten" : "original");
      assertThat(kept.get(i).contains(i == 0 ? "Which number" : "Tell me")).isEqualTo(instruction);
      assertThat(kept.get(i).contains(i == 0 ? "Seven." : "I like red")).isEqualTo(response);
    }
    assertThat(Json.MAPPER.readTree(kept.get(1)).path("id").asInt()).isEqualTo(7);
  }

  @Test
  void whatWasStoppedGoesOnWithTheSameFigures() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      lines.add(i % 2 == 0 ? SUM : CHAT);
    }
    Path data = write("data.jsonl", lines.toArray(String[]::new));
    filter(data);
    Path scores = directory.resolve("kept.jsonl.scores.jsonl");
    String whole = Files.readString(scores);
    String kept = Files.readString(out());
    Files.delete(out());
    Files.writeString(scores, whole.substring(0, whole.indexOf("\"line\":19")));
    assertThat(filter(data).out()).contains("going on after line 16");
    assertThat(Files.readString(scores)).isEqualTo(whole);
    assertThat(Files.readString(out())).isEqualTo(kept);
  }

  @Test
  void mistakesAreToldInOneLine() throws IOException {
    Path data = write("data.jsonl", SUM);
    assertThat(filter(directory.resolve("none")).complaint()).contains("is no file");
    assertThat(filter(data, "--keep", "0").complaint()).contains("--keep is 0.0; it takes");
    Path longer = write("longer.jsonl", SUM, SUM);
    assertThat(filter(data, "--rewritten", longer.toString()).complaint())
        .contains("--rewritten has more lines than DATA, which has 1");
    assertThat(filter(data).complaint()).contains("figures of another model or other data");
    Files.delete(directory.resolve("kept.jsonl.scores.jsonl"));
    assertThat(filter(data).code()).isZero();
    assertThat(filter(data).complaint()).contains("exists already");
  }
}
