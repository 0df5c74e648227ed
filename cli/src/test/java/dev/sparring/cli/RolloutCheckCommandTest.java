package dev.sparring.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.testkit.FakeVllm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sparring rollout-check}, against a server that writes one token again and again. */
class RolloutCheckCommandTest {
  private static final int TOKENS = 6;

  @TempDir private Path adapters;
  private final FakeVllm server =
      new FakeVllm(
          (adapter, request) -> {
            int[] ids = new int[request.maxTokens()];
            float[] logprobs = new float[ids.length];
            Arrays.fill(ids, 7);
            Arrays.fill(logprobs, -.5f);
            return new FakeVllm.Drawn(ids, logprobs, false);
          });

  @AfterEach
  void stop() {
    server.close();
  }

  private Cli.Result check(String url, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "rollout-check",
                url,
                "--model=bundled",
                "--adapters=" + adapters,
                "--tokens=" + TOKENS,
                "--set=policy.threads=1"));
    arguments.addAll(List.of(more));
    return Cli.sparring(arguments.toArray(String[]::new));
  }

  @Test
  void aServerThatPassesIsTimedWithMoreAndMoreRequestsAtATime() {
    Cli.Result said = check(server.address(), "--set=learn.importance.gap-limit=0");
    assertThat(said.code()).as(said.err()).isZero();
    assertThat(said.out()).contains(server.address() + " can be used");
    for (int requests : new int[] {1, 8, 32, 128}) {
      assertThat(said.out().lines())
          .anyMatch(
              line -> line.matches(" *" + requests + " +[\\d.]+ +" + requests * TOKENS + " +\\d+"));
    }
    assertThat(server.adapters()).isEmpty();
    assertThat(adapters).isEmptyDirectory();
  }

  @Test
  void aServerWithOtherWeightsIsRefusedWithALineThatSaysWhatToChange() {
    Cli.Result said = check(server.address(), "--set=learn.importance.gap-limit=.01");
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.complaint())
        .startsWith("sparring: " + server.address() + ": log-probabilities")
        .contains("it must serve the run's model, with --logprobs-mode processed_logprobs");
  }

  @Test
  void aServerThatIsNotThereIsOneLine() {
    server.close();
    Cli.Result said = check(server.address());
    assertThat(said.code()).isEqualTo(Main.MISTAKE);
    assertThat(said.complaint())
        .startsWith("sparring: " + server.address() + ": it can't be reached");
  }
}
