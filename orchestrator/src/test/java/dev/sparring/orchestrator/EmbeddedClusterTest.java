package dev.sparring.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.cluster.typed.Cluster;
import akka.cluster.typed.Join;
import com.typesafe.config.ConfigFactory;
import dev.sparring.cluster.HostPort;
import dev.sparring.cluster.Listening;
import dev.sparring.cluster.WorkerProcess;
import dev.sparring.orchestrator.run.Summary;
import dev.sparring.orchestrator.run.Versions;
import dev.sparring.testkit.RunFiles;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run in somebody else's node of a cluster, whose workers join that cluster. */
@Timeout(180)
final class EmbeddedClusterTest {
  private static final String[] FOUR_ROUNDS = {"run.steps", "4", "evaluation.every", "2"};

  @TempDir private Path directory;

  @Test
  void aWorkerThatJoinsTheHostsClusterDoesTheWork() throws Exception {
    Path alone = Runs.play(directory, "alone", FOUR_ROUNDS);
    HostPort port = freePort();
    ActorTestKit host =
        ActorTestKit.create(
            "host",
            ConfigFactory.parseString(
                    """
                    include classpath("dev/sparring/cluster/serialization.conf")
                    akka.actor.provider = cluster
                    akka.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                    """)
                .withFallback(ConfigFactory.load())
                .resolve());
    try {
      Cluster cluster = Cluster.get(host.system());
      cluster.manager().tell(new Join(cluster.selfMember().address()));
      TestProbe<Sparring.Outcome> outcomes = host.createTestProbe(Sparring.Outcome.class);
      List<RunEvent> events = Collections.synchronizedList(new ArrayList<>());
      List<String> settings = new ArrayList<>(List.of(FOUR_ROUNDS));
      settings.addAll(List.of("workers.local", "false", "workers.least", "1"));
      host.spawn(
          Sparring.training(
              TrainingRequest.start(
                      Runs.settings(directory, "remote", settings.toArray(String[]::new)))
                  .listening(Listening.of(port, Optional.empty(), Optional.empty(), false))
                  .subscriber(events::add),
              outcomes.ref()));
      CompletableFuture<Optional<String>> left =
          CompletableFuture.supplyAsync(() -> worker(port).run());
      Sparring.Outcome outcome = outcomes.receiveMessage(Duration.ofSeconds(150));
      assertThat(((Sparring.Ended) outcome).summary().stopped()).isEqualTo(Summary.COMPLETED);
      assertThat(left.join()).contains("the run is over");
      assertThat(events).contains(new RunEvent.WorkerJoined("guest", "cpu", true));
      RunFiles.assertSame(directory.resolve("remote"), alone);
    } finally {
      host.shutdownTestKit();
    }
  }

  private WorkerProcess worker(HostPort trainer) {
    return new WorkerProcess(
        new WorkerProcess.Options(
            trainer,
            List.of("cpu"),
            "guest",
            Optional.empty(),
            Optional.empty(),
            0,
            Optional.empty(),
            Versions.program(),
            Duration.ofSeconds(60),
            settings -> Optional.of(RunFiles.HOME.resolve("models/bundled")),
            directory.resolve("cache"),
            line -> {}));
  }

  private static HostPort freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return new HostPort("127.0.0.1", socket.getLocalPort());
    }
  }
}
