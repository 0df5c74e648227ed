package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.RunFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DashboardCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/)");
  private final ObjectMapper mapper = new ObjectMapper();

  /** Asks a dashboard of a finished run, and ends it as ^C would. */
  private JsonNode ask(Path root, String path) throws Exception {
    StringWriter out = new StringWriter();
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out, true));
    Thread dashboard =
        new Thread(() -> commandLine.execute("dashboard", root.toString(), "--port=0"));
    dashboard.start();
    try {
      Await.until(() -> ADDRESS.matcher(out.toString()).find());
      Matcher address = ADDRESS.matcher(out.toString());
      assertThat(address.find()).isTrue();
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address.group(1)).resolve(path)).build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return mapper.readTree(answer.body());
    } finally {
      dashboard.interrupt();
      dashboard.join();
    }
  }

  @Test
  void whatTheTrainerWroteIsWhatTheDashboardShows() throws Exception {
    Path run = Cli.run();
    JsonNode overview = ask(run, "/api/runs/finished");
    assertThat(overview.at("/status/kind").asText()).isEqualTo("completed");
    assertThat(overview.path("step").asInt()).isEqualTo(2);
    assertThat(overview.path("steps").asInt()).isEqualTo(2);
    assertThat(overview.path("problem").asText()).isEmpty();
    assertThat(overview.path("heldOut").asInt()).isEqualTo(20);
    assertThat(overview.at("/facts/Task").asText()).isEqualTo("addition");
    assertThat(overview.path("versions").has("sparring")).isTrue();
    assertThat(overview.path("before").has("eval/greedy")).isTrue();
    assertThat(overview.path("after").has("eval/greedy")).isTrue();
    assertThat(overview.path("logs")).hasSize(6);
    assertThat(overview.path("checkpoints").size()).isPositive();
    JsonNode last = RunFiles.metrics(run).get(1);
    assertThat(overview.at("/newest/solver~1length").asDouble())
        .isEqualTo(last.path("solver/length").asDouble());
  }

  @Test
  void everyProblemAndAnswerOfARoundIsShown() throws Exception {
    Path run = Cli.run();
    JsonNode round = ask(run.getParent(), "/api/runs/finished/rounds/2");
    List<JsonNode> lines = RunFiles.rollouts(run, 2);
    long attempts = lines.stream().filter(l -> l.path("role").asText().equals("solver")).count();
    assertThat(round.path("answers").asLong()).isEqualTo(attempts).isPositive();
    assertThat(round.at("/counts/all").asLong()).isEqualTo(lines.size() - attempts);
    JsonNode problem = round.at("/problems/0");
    assertThat(problem.at("/text/text").asText()).isEqualTo(lines.get(0).path("text").asText());
    assertThat(problem.at("/shown/0/outcome/text").asText()).isNotEmpty();
  }

  @Test
  void aFolderThatIsNotThereIsNamed(@TempDir Path folder) {
    Cli.Result said = Cli.sparring("dashboard", folder.resolve("nothing").toString());
    assertThat(said.complaint()).contains("there is no folder " + folder.resolve("nothing"));
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void anAddressThatOthersReachNeedsAToken(@TempDir Path folder) {
    Cli.Result said = Cli.sparring("dashboard", folder.toString(), "--host=0.0.0.0", "--port=0");
    assertThat(said.complaint()).contains("a token is needed", "--token-env");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void aTokenThatIsNotSetIsNamed(@TempDir Path folder) {
    Cli.Result said =
        Cli.sparring("dashboard", folder.toString(), "--token-env=NO_SUCH_VARIABLE_HERE");
    assertThat(said.complaint()).contains("NO_SUCH_VARIABLE_HERE", "is not set");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }

  @Test
  void aPortThatIsNoneIsRefused(@TempDir Path folder) {
    Cli.Result said = Cli.sparring("dashboard", folder.toString(), "--port=70000");
    assertThat(said.complaint()).contains("--port takes a whole number from 0 to 65535");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
  }
}
