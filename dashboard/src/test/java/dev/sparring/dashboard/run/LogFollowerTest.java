package dev.sparring.dashboard.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFollowerTest {
  @TempDir private Path run;

  @BeforeEach
  void folder() throws IOException {
    Files.createDirectory(run.resolve("logs"));
  }

  private static String line(String time, String actor, int step, String text) {
    return "2026-11-27 " + time + " INFO  [" + actor + " step " + step + " policy 0] " + text;
  }

  private void append(String actor, String text) throws IOException {
    Files.writeString(
        run.resolve("logs").resolve(actor + ".log"),
        text,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static List<String> polled(LogFollower logs, boolean all) throws IOException {
    List<String> lines = new ArrayList<>();
    logs.poll(all, lines::add);
    return lines;
  }

  @Test
  void actorsAreInterleavedByTimeAndThenByRoundAndStackTracesStayWhole() throws IOException {
    String first = line("10:00:00.001", "solver", 2, "first");
    String failed = line("10:00:00.002", "orchestrator", 1, "failed");
    String trace = "java.lang.IllegalStateException: x";
    String frame = "\tat dev.sparring.X";
    String second = line("10:00:00.002", "solver", 2, "second");
    String last = line("10:00:00.003", "orchestrator", 2, "last");
    append("orchestrator", String.join("\n", failed, trace, frame, last) + "\n");
    append("solver", String.join("\n", first, second) + "\n");
    LogFollower logs = new LogFollower(new RunFolder(run), Set.of());
    assertThat(logs.actors()).containsExactly("orchestrator", "solver");
    assertThat(polled(logs, false)).containsExactly(first, failed, trace, frame, second, last);
  }

  @Test
  void linesOfJsonAreInterleavedWithOthers() throws IOException {
    String first = line("10:00:00.001", "solver", 2, "first");
    String second =
        "{\"time\":\"2026-11-27T10:00:00.002+01:00\",\"step\":2,\"policyVersion\":1,"
            + "\"level\":\"INFO\",\"actor\":\"verifier\",\"message\":\"second\"}";
    String third = second.replace("0.002", "0.003").replace("2,\"policy", "null,\"policy");
    String last = line("10:00:00.004", "solver", 2, "last");
    append("solver", String.join("\n", first, last) + "\n");
    append("verifier", String.join("\n", second, third) + "\n");
    LogFollower logs = new LogFollower(new RunFolder(run), Set.of());
    assertThat(polled(logs, false)).containsExactly(first, second, third, last);
  }

  @Test
  void whatIsAddedIsReadOnceAndALineOnlyWhenItIsWhole() throws IOException {
    String first = line("10:00:00.001", "solver", 1, "first");
    String second = line("10:00:00.002", "solver", 1, "second – with ü");
    String other = line("10:00:00.003", "pool", 1, "other");
    LogFollower logs = new LogFollower(new RunFolder(run), Set.of());
    append("solver", first + "\n" + second.substring(0, 40));
    assertThat(polled(logs, false)).containsExactly(first);
    assertThat(polled(logs, false)).isEmpty();
    append("solver", second.substring(40) + "\n");
    append("pool", other);
    assertThat(polled(logs, false)).containsExactly(second);
    assertThat(polled(logs, true)).containsExactly(other);
    assertThat(polled(logs, true)).isEmpty();
  }

  @Test
  void onlyTheActorsThatAreWantedAreRead() throws IOException {
    String mine = line("10:00:00.001", "solver", 1, "mine");
    append("solver", mine + "\n");
    append("pool", line("10:00:00.002", "pool", 1, "not mine") + "\n");
    assertThat(polled(new LogFollower(new RunFolder(run), Set.of("solver")), true))
        .containsExactly(mine);
  }

  @Test
  void aLogThatWasBegunAnewIsReadFromItsBeginning() throws IOException {
    LogFollower logs = new LogFollower(new RunFolder(run), Set.of());
    append("solver", line("10:00:00.001", "solver", 1, "a long line of an earlier log") + "\n");
    assertThat(polled(logs, true)).hasSize(1);
    Files.delete(run.resolve("logs").resolve("solver.log"));
    String anew = line("10:00:00.002", "solver", 1, "anew");
    append("solver", anew + "\n");
    assertThat(polled(logs, true)).containsExactly(anew);
  }

  @Test
  void ofAVeryLongLineTheBeginningIsRead() throws IOException {
    append("solver", line("10:00:00.001", "solver", 1, "x".repeat(1_000_000)) + "\n");
    assertThat(polled(new LogFollower(new RunFolder(run), Set.of()), true))
        .singleElement()
        .satisfies(line -> assertThat(line).hasSize(4001).endsWith("x…"));
  }
}
