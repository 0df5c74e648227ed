package dev.sparring.policy.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.core.config.RolloutSettings;
import dev.sparring.policy.Tiny;
import dev.sparring.policy.sample.Cancelled;
import dev.sparring.policy.text.Tokenizer;
import dev.sparring.testkit.FakeVllm;
import dev.sparring.testkit.FakeVllm.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What servers do wrong costs time, and changes nothing that a run gets. */
@Timeout(60)
final class VllmBackendTest {
  private static final int PROBES = 4;
  private static final Sampling SAMPLING = Sampling.plain(1, 12);

  @TempDir private Path directory;
  @TempDir private Path aside;
  private final HashModel model = new HashModel();
  private final FakeVllm one = new FakeVllm(model);
  private final FakeVllm two = new FakeVllm(model);
  private List<String> reloadCommand = List.of();
  private double reloadTimeout = 5;
  private final List<String> notes = new CopyOnWriteArrayList<>();
  private final Tokenizer tokenizer = Tokenizer.load(Tiny.BUNDLED);

  @AfterEach
  void close() {
    one.close();
    two.close();
    tokenizer.close();
  }

  private VllmBackend backend(double timeout, FakeVllm... servers) {
    List<String> addresses = Stream.of(servers).map(FakeVllm::address).toList();
    return new VllmBackend(
        new RolloutSettings(
            "vllm", addresses, directory.toString(), "", 4, timeout, reloadCommand, reloadTimeout),
        "test",
        Optional.empty(),
        new VllmBackend.Model(
            Set.of(HashModel.END), 64, 32, 1, 1e-4, tokenizer, new int[] {7, 8, 9}, model),
        notes::add);
  }

  private List<List<Completion>> write(VllmBackend backend) {
    List<int[]> prompts = IntStream.range(0, 4).mapToObj(i -> new int[] {5, 6, 7 + i}).toList();
    List<List<RandomStream>> samples =
        LongStream.range(0, 4)
            .mapToObj(i -> LongStream.range(0, 5).mapToObj(RandomStream.of(i)::child).toList())
            .toList();
    return backend.complete(
        new RolloutBackend.Request("", model.number(), prompts, samples, SAMPLING), () -> false);
  }

  /** What is written when nothing goes wrong. */
  private List<String> expected() {
    List<String> all = new ArrayList<>();
    try (FakeVllm right = new FakeVllm(model);
        VllmBackend backend = backend(5, right)) {
      backend.start(model.number());
      all.addAll(shown(write(backend)));
    }
    return all;
  }

  private static List<String> shown(List<List<Completion>> written) {
    return written.stream()
        .flatMap(List::stream)
        .map(
            c ->
                List.of(
                        java.util.Arrays.toString(c.ids()),
                        java.util.Arrays.toString(c.logprobs()),
                        c.finish())
                    .toString())
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE", "STALE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aFaultOfOneServerChangesNothingThatIsWritten(Fault fault) {
    List<String> expected = expected();
    one.faults((n, request) -> n >= PROBES && n % 3 == 0 ? fault : Fault.NONE);
    try (VllmBackend backend = backend(1, one, two)) {
      backend.start(model.number());
      assertThat(shown(write(backend))).isEqualTo(expected);
    }
  }

  @Test
  void aServerThatIsStartedAgainIsGivenTheAdapterAgain() {
    List<String> expected = expected();
    try (VllmBackend backend = backend(5, one)) {
      backend.start(model.number());
      write(backend);
      one.kill();
      one.revive();
      assertThat(one.adapters()).isEmpty();
      assertThat(shown(write(backend))).isEqualTo(expected);
      assertThat(one.loads()).isGreaterThan(1);
    }
  }

  @Test
  void withoutAnyServerItWaitsAndSaysSoAndGoesOnWhenOneReturns() throws Exception {
    List<String> expected = expected();
    try (VllmBackend backend = backend(5, one)) {
      backend.start(model.number());
      write(backend);
      one.kill();
      Thread again =
          new Thread(
              () -> {
                while (notes.stream().noneMatch(line -> line.contains("the run waits"))) {
                  Thread.onSpinWait();
                }
                one.revive();
              });
      again.start();
      assertThat(shown(write(backend))).isEqualTo(expected);
      again.join();
    }
    assertThat(notes).anyMatch(line -> line.contains("can be used again"));
  }

  @Test
  void aServerThatServesTheLastAdapterUnderTheNewNameIsNotUsed() {
    try (VllmBackend backend = backend(5, one, two)) {
      backend.start(model.number());
      write(backend);
      one.faults((n, request) -> Fault.STALE);
      model.change();
      int before = one.completions();
      List<String> written = shown(write(backend));
      assertThat(one.completions() - before).isLessThanOrEqualTo(4 * PROBES);
      assertThat(written).isEqualTo(expected());
    }
    assertThat(notes).anyMatch(line -> line.contains("gap-limit"));
  }

  /** The server serves what the command names, as one that is started again. */
  private void reloadBy(String script) {
    Path wanted = aside.resolve("wanted");
    reloadCommand = List.of("/bin/sh", "-c", script, "reload", wanted.toString());
    one.serveWhatStandsIn(wanted);
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aServerIsStartedAgainWithEachCheckpointOfAllWeights() {
    List<String> expected = expected();
    reloadBy("test \"$SPARRING_SERVER\" = " + one.address() + " && echo $SPARRING_CHECKPOINT > $1");
    try (VllmBackend backend = backend(5, one)) {
      backend.start(model.number());
      assertThat(shown(write(backend))).isEqualTo(expected);
      assertThat(one.loads()).isEqualTo(1);
      model.change();
      reloadCommand = List.of();
      assertThat(shown(write(backend))).isEqualTo(expected());
      assertThat(one.loads()).isEqualTo(2);
      assertThat(one.adapters()).isEmpty();
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aReloadCommandThatFailsIsToldWithWhatItSaid() {
    reloadBy("echo starting; echo no such service >&2; exit 3");
    try (VllmBackend backend = backend(5, one)) {
      assertThatThrownBy(() -> backend.start(model.number()))
          .isInstanceOf(RolloutException.class)
          .hasMessageEndingWith("policy.rollout.reload-command ended with code 3: no such service");
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aServerThatDoesNotComeBackWithTheCheckpointIsToldAfterAWhile() {
    reloadBy("true");
    reloadTimeout = 0.5;
    try (VllmBackend backend = backend(5, one)) {
      assertThatThrownBy(() -> backend.start(model.number()))
          .isInstanceOf(RolloutException.class)
          .hasMessageContaining(
              "after policy.rollout.reload-command it does not serve " + directory);
    }
  }

  @Test
  void noNameIsUsedTwiceAndNoAdapterIsLeft() throws Exception {
    try (VllmBackend backend = backend(5, one)) {
      backend.start(model.number());
      List<String> names = new ArrayList<>(one.adapters().keySet());
      for (int i = 0; i < 3; i++) {
        model.change();
        write(backend);
        assertThat(one.adapters()).hasSize(1);
        names.addAll(one.adapters().keySet());
      }
      assertThat(names).doesNotHaveDuplicates();
    }
    assertThat(one.adapters()).isEmpty();
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void whatAKilledProcessOfTheRunHasLeftIsCleanedUp() {
    VllmBackend killed = backend(5, one);
    killed.start(model.number());
    write(killed);
    Set<String> before = one.adapters().keySet();
    try (VllmBackend next = backend(5, one)) {
      next.start(model.number());
      assertThat(one.adapters()).hasSize(1);
      assertThat(one.adapters().keySet()).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void aSampleThatNoServerAnswersRightEndsTheRequestAndGivesNothing() {
    try (VllmBackend backend = backend(5, one, two)) {
      backend.start(model.number());
      for (FakeVllm server : List.of(one, two)) {
        server.faults((n, request) -> request.prompt()[0] == 5 ? Fault.NOT_A_NUMBER : Fault.NONE);
      }
      assertThatThrownBy(() -> write(backend))
          .isInstanceOf(RolloutException.class)
          .hasMessageContaining("not JSON");
    }
  }

  @Test
  void waitingEndsWhenTheRunIsStopped() {
    AtomicInteger looks = new AtomicInteger();
    try (VllmBackend backend = backend(30, one)) {
      backend.start(model.number());
      one.faults((n, request) -> Fault.HANGS);
      RolloutBackend.Request request =
          new RolloutBackend.Request(
              "",
              model.number(),
              List.of(new int[] {5}),
              List.of(List.of(RandomStream.of(1))),
              SAMPLING);
      assertThatThrownBy(() -> backend.complete(request, () -> looks.incrementAndGet() > 5))
          .isInstanceOf(Cancelled.class);
      one.faults((n, ask) -> Fault.NONE);
    }
  }

  @Test
  void aServerThatCanNotBeReachedIsNamedBeforeTheRunBegins() {
    one.kill();
    try (VllmBackend backend = backend(5, one)) {
      assertThatThrownBy(() -> backend.start(model.number()))
          .isInstanceOf(RolloutException.class)
          .hasMessageStartingWith(one.address() + ": it can't be reached");
    }
  }
}
