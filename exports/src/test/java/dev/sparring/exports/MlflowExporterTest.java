package dev.sparring.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MlflowExporterTest {
  private static final MlflowSender.Pauses SHORT =
      new MlflowSender.Pauses(Duration.ofMillis(5), Duration.ofMillis(20));

  @TempDir private Path directory;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private FakeMlflow server;
  private Path run;

  @BeforeEach
  void open() throws IOException {
    server = new FakeMlflow();
    run = Files.createDirectory(directory.resolve("one"));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Settings settings() {
    return Settings.load(
            Optional.empty(),
            RunFiles.tiny(directory, "metrics.mlflow", server.url(), "metrics.names", "trl"))
        .named("one");
  }

  private MlflowExporter begin(int step) {
    MlflowExporter exporter =
        new MlflowExporter(settings(), notes::add, SHORT, Duration.ofSeconds(10));
    exporter.accept(new RunEvent.RunBegun(run, settings(), step));
    return exporter;
  }

  private static void play(MlflowExporter exporter, int from, int to) {
    for (int step = from; step <= to; step++) {
      exporter.accept(
          new RunEvent.RoundFinished(
              step, 9, Map.of("solver/reward", step / 10.0, "solver/kl", Double.NaN)));
    }
  }

  private static void end(MlflowExporter exporter, String stopped) {
    exporter.accept(
        new RunEvent.RunEnded(
            new Summary("one", "addition", Map.of(), Map.of(), 9, stopped, "", 1, 1, Map.of())));
    exporter.close();
  }

  private static Map<Integer, Double> rounds(int last) {
    Map<Integer, Double> rounds = new java.util.TreeMap<>();
    IntStream.rangeClosed(1, last).forEach(step -> rounds.put(step, step / 10.0));
    return rounds;
  }

  @Test
  void aRunHasItsSettingsItsMetricsAndItsEnd() {
    MlflowExporter exporter = begin(0);
    exporter.accept(new RunEvent.EvaluationMeasured("before", Map.of("eval/greedy", .25)));
    play(exporter, 1, 3);
    exporter.accept(new RunEvent.EvaluationMeasured("after", Map.of("eval/greedy", .75)));
    end(exporter, Summary.COMPLETED);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(3));
    assertThat(server.metric("run0", "train/reward")).isEqualTo(rounds(3));
    assertThat(server.metric("run0", "solver/kl")).isEmpty();
    assertThat(server.metric("run0", "eval/greedy")).isEqualTo(Map.of(0, .25, 3, .75));
    assertThat(server.status).containsExactly(Map.entry("run0", "FINISHED"));
    assertThat(server.parameters.get("run0"))
        .containsEntry("run.steps", "8")
        .doesNotContainKey("metrics.mlflow");
    assertThat(notes).isEmpty();
  }

  @Test
  void aServerThatIsAwayGetsEverythingWhenItIsBack() throws IOException {
    MlflowExporter exporter = begin(0);
    play(exporter, 1, 2);
    Await.until(() -> server.metric("run0", "solver/reward").size() == 2);
    server.away();
    play(exporter, 3, 2000);
    Await.until(() -> notes.size() == 1);
    assertThat(notes.get(0)).startsWith("MLflow at " + server.url() + " is away (");
    assertThat(server.metric("run0", "solver/reward")).hasSize(2);
    server.open();
    play(exporter, 2001, 2001);
    end(exporter, Summary.COMPLETED);
    assertThat(server.ids).hasSize(1);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(2001));
    assertThat(server.status.get("run0")).isEqualTo("FINISHED");
    assertThat(notes.get(1)).endsWith("answers again and has everything");
  }

  @Test
  void aServerThatIsAwayAtTheBeginningMakesOneRun() throws IOException {
    server.away();
    MlflowExporter exporter = begin(0);
    play(exporter, 1, 3);
    Await.until(() -> notes.size() == 1);
    server.forgotten.set(3); // among them, that the run was made
    server.open();
    end(exporter, Summary.INTERRUPTED);
    assertThat(server.ids).hasSize(1);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(3));
    assertThat(server.status.get("run0")).isEqualTo("KILLED");
  }

  @Test
  void aResumedRunGoesOnWithTheSameRunAndSendsNoRoundTwice() {
    MlflowExporter first = begin(0);
    play(first, 1, 5);
    first.close();
    MlflowExporter resumed = begin(4);
    Await.until(() -> server.status.get("run0").equals("RUNNING"));
    play(resumed, 5, 7);
    end(resumed, Summary.COMPLETED);
    assertThat(server.ids).hasSize(1);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(7));
    assertThat(server.duplicates).hasValue(0);
  }

  @Test
  void roundsThatADeadProcessDidNotSpoolAreReadFromTheRun() throws IOException {
    Files.writeString(
        run.resolve("metrics.jsonl"),
        "{\"step\":1,\"solver/reward\":0.1}\n{\"step\":2,\"solver/reward\":0.2}\n");
    MlflowExporter exporter = begin(2);
    play(exporter, 3, 3);
    end(exporter, Summary.COMPLETED);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(3));
  }

  @Test
  void whatCouldNotBeSentByTheEndIsSentLater() throws IOException {
    server.away();
    MlflowExporter exporter =
        new MlflowExporter(settings(), notes::add, SHORT, Duration.ofMillis(50));
    exporter.accept(new RunEvent.RunBegun(run, settings(), 0));
    play(exporter, 1, 4);
    end(exporter, Summary.COMPLETED);
    assertThat(notes).last().asString().endsWith("send it with sparring mlflow " + run);
    server.open();
    Files.writeString(
        run.resolve("summary.json"),
        """
        {"run": "one", "task": "addition", "before": {}, "after": {}, "steps": 4,
         "stopped": "completed", "reason": "", "seconds": 1, "seed": 1, "versions": {}}
        """);
    Exporters.sendLeft(run, settings(), notes::add);
    assertThat(server.metric("run0", "solver/reward")).isEqualTo(rounds(4));
    assertThat(server.status.get("run0")).isEqualTo("FINISHED");
  }

  @Test
  void aLineThatAProcessDidNotFinishIsCutOff() throws IOException {
    Path file = run.resolve("spool.jsonl");
    MetricSpool spool = new MetricSpool(file);
    spool.add(new MetricSpool.Entry(1, 1, Map.of("a", 1.0)));
    Files.writeString(file, "{\"at\":2,\"st", StandardOpenOption.APPEND);
    MetricSpool again = new MetricSpool(file);
    again.add(new MetricSpool.Entry(3, 2, Map.of("a", 2.0)));
    assertThat(again.last()).isEqualTo(2);
    assertThat(again.after(0, 1000).entries())
        .containsExactly(
            new MetricSpool.Entry(1, 1, Map.of("a", 1.0)),
            new MetricSpool.Entry(3, 2, Map.of("a", 2.0)));
  }
}
