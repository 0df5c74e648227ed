package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.orchestrator.run.Summary;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class ReportCommandTest {
  @TempDir private Path folder;

  private String report(Path... runs) throws IOException {
    Path out = folder.resolve("out.html");
    String[] arguments = new String[runs.length + 2];
    arguments[0] = "report";
    for (int i = 0; i < runs.length; i++) {
      arguments[i + 1] = runs[i].toString();
    }
    arguments[runs.length + 1] = out.toString();
    Cli.Result said = Cli.sparring(arguments);
    assertThat(said.err()).isEmpty();
    assertThat(said.out()).startsWith("Wrote " + out);
    return Files.readString(out);
  }

  /** The page is well-formed, so no text from outside has become markup. */
  private static Document parsed(String page) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(page.getBytes(StandardCharsets.UTF_8)));
  }

  private Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (var files = Files.walk(Cli.run())) {
      for (Path file : files.toList()) {
        Path to = copy.resolve(Cli.run().relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(to);
        } else {
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }

  @Test
  void aReportSaysWhatWasAskedLearnedAndHowToDoItAgain() throws Exception {
    String page = report(Cli.run());
    Document document = parsed(page);
    Summary summary = Summary.read(Cli.run()).orElseThrow();
    String greedy =
        String.format(Locale.ROOT, "%.1f %% (", 100 * summary.after().get("eval/greedy"));
    assertThat(document.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Report: finished");
    assertThat(document.getDocumentElement().getTextContent())
        .contains("addition: ", "agreement with the majority", "4 problems, 4 answers to each")
        .contains(greedy, "20 held-out problems")
        .contains("Round 1", "Round 2", "s000002-p00")
        .contains("sparring train finished.conf --name finished-again")
        .contains(Files.readString(Cli.run().resolve("run.conf")).substring(0, 200));
    NodeList curves = document.getElementsByTagName("svg");
    assertThat(curves.getLength()).isGreaterThan(10);
    assertThat(page).contains("solver/reward", "eval/greedy", "verifier/voteEntropy");
  }

  @Test
  void theFileNeedsNothingButItself() throws IOException {
    assertThat(report(Cli.run()))
        .contains("default-src 'none'")
        .doesNotContain("<script", "<link", "<img", "src=", "href=", "url(", "@import");
  }

  @Test
  void whatAModelWroteStaysText() throws Exception {
    Path hostile = copy("hostile");
    String text = "</td><script>alert(1)</script>\\u202e\\u001b[31m\\u0000 ]]> & \\uD800";
    try (OutputStream out =
        new GZIPOutputStream(
            Files.newOutputStream(hostile.resolve("rollouts").resolve("000002.jsonl.gz")))) {
      String proposal =
          "{\"id\":\"s000002-p000\",\"role\":\"proposer\",\"text\":\"T\",\"tokens\":1,\"problem\":\"T\","
              + "\"truth\":\"1\",\"label\":\"T\",\"votes\":2,\"runnerUp\":1,\"attempts\":4,\"outcome\":\"scored\"}\n"
              + "{\"id\":\"s000002-p000-a00\",\"role\":\"solver\",\"problem\":\"s000002-p000\","
              + "\"text\":\"T\",\"answer\":\"T\",\"format\":\"T\",\"reward\":1,\"outcome\":\"scored\"}\n";
      out.write(proposal.replace("\"T\"", '"' + text + '"').getBytes(StandardCharsets.UTF_8));
    }
    Document document = parsed(report(hostile));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getDocumentElement().getTextContent())
        .contains("</td><script>alert(1)</script>\\u202e\\u001b[31m\\u0000 ]]> &");
  }

  @Test
  void severalRunsAreComparedWithTheSettingsInWhichTheyDiffer() throws Exception {
    Path control = copy("control");
    Path conf = control.resolve("run.conf");
    Files.writeString(
        conf, Files.readString(conf).replaceAll("reward = \"majority\"", "reward = \"format\""));
    Document document = parsed(report(Cli.run(), control));
    assertThat(document.getDocumentElement().getTextContent())
        .contains("Report: finished, control", "format (control)")
        .containsSubsequence("Settings in which the runs differ", "solver.reward", "majority")
        .contains("sparring train control.conf --name control-again");
  }

  @Test
  void runsThatDifferInTheSeedAloneHaveTheirMeanAndRange() throws Exception {
    Path other = copy("other");
    Path conf = other.resolve("run.conf");
    Files.writeString(conf, Files.readString(conf).replace("seed = 1\n", "seed = 2\n"));
    Cli.edit(
        other.resolve("summary.json"),
        json -> ((ObjectNode) json.get("after")).put("eval/greedy", 0.75));
    Path control = copy("control");
    conf = control.resolve("run.conf");
    Files.writeString(
        conf, Files.readString(conf).replace("reward = \"majority\"", "reward = \"format\""));
    Path one = copy("one");
    Cli.edit(
        one.resolve("summary.json"),
        json -> ((ObjectNode) json.get("after")).put("eval/greedy", 0.25));
    String text = parsed(report(one, other, control)).getDocumentElement().getTextContent();
    assertThat(text)
        .contains("mean and range of 2 runsmajority1, 2")
        .contains("50.0 % (25.0 to 75.0)")
        .doesNotContain("of 3 runs");
  }

  @Test
  void aRunThatHasNotEndedIsReportedAsSuch() throws Exception {
    Path killed = copy("killed");
    Files.delete(killed.resolve("summary.json"));
    assertThat(parsed(report(killed)).getDocumentElement().getTextContent())
        .contains("not ended", "Nothing can be said: no accuracy was measured after training.")
        .contains("solver/reward");
  }

  @Test
  void mistakesAreRefusedBeforeAnythingIsWritten() throws IOException {
    Path out = folder.resolve("out.html");
    assertThat(Cli.sparring("report", Cli.run().toString(), "out").complaint())
        .endsWith("the last argument is the file to write and ends in .html, not out");
    assertThat(Cli.sparring("report", "frist", out.toString()).complaint())
        .contains("there is no such run: frist");
    Cli.Result said =
        Cli.sparring("report", Cli.run().toString(), folder.resolve("none/out.html").toString());
    assertThat(said.complaint()).contains("there is no directory " + folder.resolve("none"));
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    try (var left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }
}
