package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.orchestrator.run.RunDirectory;
import dev.sparring.policy.LanguageModel;
import dev.sparring.policy.checkpoint.Adapter;
import dev.sparring.policy.rollout.RolloutException;
import dev.sparring.policy.sample.Sampler;
import dev.sparring.policy.tensor.EngineThread;
import dev.sparring.policy.tensor.TensorList;
import dev.sparring.policy.tensor.Tensors;
import dev.sparring.policy.tensor.Weights;
import dev.sparring.testkit.Await;
import dev.sparring.testkit.FakeVllm;
import dev.sparring.testkit.FakeVllm.Fault;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs whose completions servers write. The servers have the bundled model and true numbers. */
final class VllmRunTest {
  private static final Path BUNDLED = Path.of(RunFiles.tiny(Path.of("")).get("policy.model"));

  @TempDir private Path directory;
  private final Bundled model = new Bundled();
  private final FakeVllm one = new FakeVllm(model);
  private final FakeVllm two = new FakeVllm(model);

  /** The bundled model under whichever adapter. */
  private static final class Bundled implements FakeVllm.Model, AutoCloseable {
    private final Tensors scope = Tensors.on("cpu", 1);
    private final LanguageModel model = LanguageModel.load(scope, BUNDLED, DataType.FLOAT32);
    private final Sampler sampler = new Sampler(scope, model, 8, 8, 0);
    private final TensorList packed = model.decoder().pack(scope, model.weights().list(), 8);

    @Override
    public synchronized FakeVllm.Drawn draw(Path directory, FakeVllm.Request request) {
      EngineThread.use(1);
      if (!Files.exists(directory.resolve("adapter_config.json"))) {
        return drawWithAllWeights(directory, request);
      }
      try (Adapter adapter = Adapter.load(scope, model.spec(), directory, BUNDLED)) {
        return draw(new Weights(packed, adapter.weights().list(), adapter.scale()), request);
      }
    }

    private FakeVllm.Drawn drawWithAllWeights(Path directory, FakeVllm.Request request) {
      try (LanguageModel whole = LanguageModel.load(scope, directory, DataType.FLOAT32);
          TensorList own = whole.decoder().pack(scope, whole.weights().list(), 8)) {
        Weights read = whole.weights().with(Optional.empty());
        return draw(new Weights(own, read.adapter(), read.scale()), request);
      }
    }

    private FakeVllm.Drawn draw(Weights weights, FakeVllm.Request request) {
      Completion written =
          sampler
              .complete(
                  weights,
                  List.of(request.prompt()),
                  List.of(List.of(RandomStream.of(request.seed()))),
                  Sampling.plain(request.temperature(), request.maxTokens()),
                  () -> false)
              .get(0)
              .get(0);
      boolean stopped = written.finish() == Completion.Finish.STOP;
      return new FakeVllm.Drawn(written.ids(), written.logprobs(), stopped);
    }

    @Override
    public void close() {
      packed.close();
      model.close();
      scope.close();
    }
  }

  @AfterEach
  void close() {
    one.close();
    two.close();
    model.close();
  }

  private String[] settings(String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "policy.adapter.use", "shared",
                "policy.adapter.rank", "4",
                "policy.rollout.backend", "vllm",
                "policy.rollout.servers", "[\"" + one.address() + "\", \"" + two.address() + "\"]",
                "policy.rollout.adapters", directory.resolve("adapters").toString(),
                "learn.importance.cap", "2",
                "learn.importance.gap-limit", "1e-3",
                "learn.rate", "1e-2",
                "run.steps", "4"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void aRunLearnsFromWhatServersWriteAndLeavesNothingOnThem() throws Exception {
    Path run = Runs.play(directory, "served", settings());
    List<ObjectNode> rounds = RunFiles.metrics(run);
    assertThat(rounds).hasSize(4);
    for (ObjectNode round : rounds) {
      assertThat(round.get("learn/logprobGap").asDouble()).isBetween(0.0, 1e-3);
      assertThat(round.get("learn/importanceCapped").asDouble()).isEqualTo(0);
    }
    assertThat(one.completions()).isPositive();
    assertThat(two.completions()).isPositive();
    assertThat(one.adapters()).isEmpty();
    assertThat(two.adapters()).isEmpty();
    try (var left = Files.list(directory.resolve("adapters"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aRunThatLearnsAllWeightsHasTheServerStartedAgainAfterEachUpdate() throws Exception {
    Path wanted = directory.resolve("wanted");
    one.serveWhatStandsIn(wanted);
    Path run =
        Runs.play(
            directory,
            "all",
            settings(
                "policy.adapter.use",
                "none",
                "policy.rollout.servers",
                "[\"" + one.address() + "\"]",
                "policy.rollout.reload-command",
                "[/bin/sh, -c, \"echo $SPARRING_CHECKPOINT > " + wanted + "\"]",
                "learn.rate",
                "1e-3"));
    for (ObjectNode round : RunFiles.metrics(run)) {
      assertThat(round.get("learn/logprobGap").asDouble()).isBetween(0.0, 1e-3);
    }
    // the check before the run, the beginning, and each of four updates
    assertThat(one.loads()).isEqualTo(6);
  }

  @Test
  void anOldAdapterUnderTheRightNameIsNoticedBeforeAnythingIsLearned() throws Exception {
    for (FakeVllm server : List.of(one, two)) {
      // the probe's prompts are the only ones with these few seeds
      server.faults((n, request) -> request.seed() > 3 ? Fault.STALE : Fault.NONE);
    }
    Path run = directory.resolve("stale");
    String end;
    try (Training training =
        Training.start(Runs.settings(directory, "stale", settings()), event -> {})) {
      run = training.directory();
      end = training.end().join().toString();
    }
    assertThat(end).contains("nothing is learned from this round").contains("gap-limit");
    assertThat(RunFiles.metrics(run).size()).isLessThan(4);
  }

  @Test
  void aRunGoesOnWhereItWasStoppedWithEveryRoundOnce() throws Exception {
    Path run =
        Runs.play(directory, "resumed", settings("learn.decay", "constant", "run.steps", "3"));
    String[] longer = settings("learn.decay", "constant", "run.steps", "5");
    Runs.resume(run, Runs.settings(directory, "resumed", longer));
    assertThat(RunFiles.metrics(run))
        .extracting(round -> round.get("step").asInt())
        .containsExactly(1, 2, 3, 4, 5);
    RunFiles.assertLedgerComplete(run, 5, 4, 4);
    assertThat(RunDirectory.settings(run).policy().rollout().backend()).isEqualTo("vllm");
    assertThat(one.adapters()).isEmpty();
  }

  @Test
  void aRunThatIsKilledEndsWithTheBitsOfOneThatIsNotAndCleansUpAfterItself() throws Exception {
    String[] settings = settings("run.steps", "8", "checkpoint.every", "2");
    Path whole = Runs.play(directory, "whole", settings);
    Path run = directory.resolve("killed");
    List<String> arguments = new ArrayList<>(List.of(directory.toString(), "killed"));
    arguments.addAll(List.of(settings));
    Process process =
        PlayMain.start(
            directory.resolve("killed.out"),
            System.getProperty("java.class.path"),
            List.of(),
            arguments);
    Await.until(() -> !process.isAlive() || rounds(run) >= 4);
    assertThat(process.isAlive()).as(Files.readString(directory.resolve("killed.out"))).isTrue();
    process.destroyForcibly().waitFor();
    assertThat(one.adapters()).as("left by the killed run").isNotEmpty();

    Runs.resume(run);
    RunFiles.assertSame(run, whole);
    RunFiles.assertLedgerComplete(run, 8, 4, 4);
    assertThat(one.adapters()).isEmpty();
    assertThat(two.adapters()).isEmpty();
    try (var left = Files.list(directory.resolve("adapters"))) {
      assertThat(left).isEmpty();
    }
  }

  private static long rounds(Path run) {
    try (var lines = Files.lines(RunDirectory.metrics(run))) {
      return lines.count();
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void aServerThatCanNotBeUsedIsNamedBeforeAnythingIsWritten() {
    two.kill();
    assertThatThrownBy(() -> Runs.play(directory, "refused", settings()))
        .isInstanceOf(RolloutException.class)
        .hasMessageContaining(two.address());
    assertThat(directory.resolve("refused")).doesNotExist();
  }
}
