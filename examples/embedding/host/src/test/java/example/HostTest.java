package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import dev.sparring.core.config.Settings;
import dev.sparring.orchestrator.RunEvent;
import dev.sparring.orchestrator.Sparring;
import dev.sparring.orchestrator.TrainingRequest;
import dev.sparring.orchestrator.run.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in an actor system whose configuration knows nothing of Sparring. */
@Timeout(900)
class HostTest {
  private static final int TIMES = 10;
  private static final int WARM_UP = 3;

  @TempDir private Path runs;

  private final ActorSystem<Work> system = ActorSystem.create(guardian(), "host");

  /** Done by the guardian with its context. */
  private interface Work extends Consumer<ActorContext<Work>> {}

  private static Behavior<Work> guardian() {
    return Behaviors.setup(
        context ->
            Behaviors.receiveMessage(
                work -> {
                  work.accept(context);
                  return Behaviors.same();
                }));
  }

  @AfterEach
  void theSystemEnds() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** A training in the host's system. */
  private record Started(
      CompletableFuture<ActorRef<Sparring.Command>> actor,
      CompletableFuture<RunEvent> played,
      CompletableFuture<Sparring.Outcome> outcome) {}

  private Started start(String name, String task, String threads) {
    Settings settings =
        Settings.load(
            Optional.empty(),
            Map.of(
                "run.name", name,
                "run.directory", runs.toString(),
                "run.steps", "1000",
                "task", task,
                "policy.threads", threads,
                "proposer.problems", "4",
                "solver.samples", "4",
                "evaluation.problems", "8",
                "evaluation.samples", "2"));
    Started started =
        new Started(
            new CompletableFuture<>(), new CompletableFuture<>(), new CompletableFuture<>());
    system.tell(
        context -> {
          ActorRef<Sparring.Outcome> outcomes =
              context.spawnAnonymous(
                  Behaviors.receiveMessage(
                      outcome -> {
                        started.outcome.complete(outcome);
                        return Behaviors.stopped();
                      }));
          TrainingRequest request =
              TrainingRequest.start(settings)
                  .subscriber(
                      event -> {
                        if (event instanceof RunEvent.RoundFinished) {
                          started.played.complete(event);
                        }
                      });
          started.actor.complete(context.spawn(Sparring.training(request, outcomes), name));
        });
    return started;
  }

  private Summary stop(Started run) {
    run.actor.join().tell(Sparring.Stop.INSTANCE);
    return assertInstanceOf(Sparring.Ended.class, run.outcome.join()).summary();
  }

  @Test
  void twoTrainingsStartAndEndTenTimesAndLeaveNothingBehind() throws Exception {
    long threads = 0;
    long files = 0;
    for (int i = 1; i <= TIMES; i++) {
      Started own = start("own-" + i, "last-digits", "1");
      Started bundled = start("bundled-" + i, "addition", "2");
      CompletableFuture.allOf(own.played, bundled.played).join();
      assertEquals(Summary.INTERRUPTED, stop(own).stopped());
      if (i % 2 == 0) {
        assertEquals(Summary.INTERRUPTED, stop(bundled).stopped());
      } else {
        system.tell(context -> context.stop(bundled.actor.join()));
        assertInstanceOf(Sparring.NotEnded.class, bundled.outcome.join());
      }
      if (i == WARM_UP) {
        threads = settled(Long.MIN_VALUE);
        files = files();
      }
      System.out.println("after " + i + ": " + threads() + " threads, " + files() + " files");
    }
    long now = settled(threads);
    assertTrue(now <= threads, "threads grew from " + threads + " to " + now);
    assertTrue(files() <= files, "open files grew from " + files + " to " + files());
  }

  @Test
  void aRunNamesTheJarOfItsTask() throws Exception {
    Started run = start("named", "last-digits", "1");
    run.played.join();
    stop(run);
    List<String> lines = Files.readAllLines(runs.resolve("named").resolve("run.conf"));
    String expected = "# plug-in task last-digits: last-digits-1\\.0\\.jar sha256 [0-9a-f]{64}";
    assertTrue(lines.stream().anyMatch(line -> line.matches(expected)), lines.toString());
  }

  /** The number of threads, once it is as low as this or has not become lower for five seconds. */
  private static long settled(long enough) throws Exception {
    long lowest = threads();
    long since = System.nanoTime();
    while (lowest > enough && System.nanoTime() - since < TimeUnit.SECONDS.toNanos(5)) {
      Thread.sleep(50);
      long now = threads();
      if (now < lowest) {
        lowest = now;
        since = System.nanoTime();
      }
    }
    return lowest;
  }

  /** Threads of this process without those of Akka's pools and Java's compilers, which vary. */
  private static long threads() throws IOException {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.map(HostTest::name).filter(HostTest::counts).count();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm"));
    } catch (IOException e) {
      return "C1 "; // it has ended meanwhile
    }
  }

  private static boolean counts(String name) {
    return Stream.of("host-akka", "C1 ", "C2 ").noneMatch(name::startsWith);
  }

  private static long files() throws IOException {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }
}
