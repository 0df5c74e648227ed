package dev.sparring.orchestrator.wire;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import com.typesafe.config.ConfigFactory;
import dev.sparring.core.Outcome;
import dev.sparring.core.ScoredRound;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.core.config.LearnSettings;
import dev.sparring.orchestrator.Orchestrator;
import dev.sparring.policy.learn.Loss;
import dev.sparring.policy.worker.PolicyWorker;
import dev.sparring.policy.worker.PoolStatus;
import dev.sparring.policy.worker.WorkerPool;
import dev.sparring.proposer.Proposer;
import dev.sparring.solver.AdaptationRunner;
import dev.sparring.solver.Solver;
import dev.sparring.solver.TurnWriter;
import dev.sparring.verifier.Verifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WireTest {
  private ActorTestKit kit;
  private Serialization serialization;
  private ActorRef<WorkerPool.Reply> replyTo;
  private ActorRef<WorkerPool.Command> pool;

  @BeforeAll
  void start() {
    kit =
        ActorTestKit.create(
            "wire",
            ConfigFactory.parseResources(
                    Orchestrator.class.getClassLoader(), "dev/sparring/cluster/akka.conf")
                .withFallback(ConfigFactory.defaultReference())
                .resolve());
    serialization = SerializationExtension.get(kit.system());
    replyTo = kit.<WorkerPool.Reply>createTestProbe().ref();
    pool = kit.<WorkerPool.Command>createTestProbe().ref();
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  List<WireMessage> messages() {
    return Messages.all(
        replyTo,
        pool,
        kit.<PolicyWorker.Command>createTestProbe().ref(),
        kit.<PoolStatus>createTestProbe().ref());
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageArrivesAsItWasSent(WireMessage message) {
    byte[] bytes = serialization.serialize(message).get();
    assertThat(arrived(message, bytes))
        .usingRecursiveComparison()
        .withEqualsForType(Object::equals, Double.class)
        .withEqualsForType(Object::equals, Float.class)
        .withEqualsForFields(Object::equals, "replyTo", "worker")
        .isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void messagesTravelAsCborAndNeverAsJavaObjects(WireMessage message) {
    assertThat(serialization.findSerializerFor(message).getClass().getName())
        .isEqualTo("akka.serialization.jackson.JacksonCborSerializer");
  }

  @Test
  void everyPublicMessageIsTried() {
    Set<Class<?>> tried = messages().stream().map(Object::getClass).collect(Collectors.toSet());
    Set<Class<?>> known =
        Stream.of(
                Proposer.Command.class,
                Solver.Command.class,
                TurnWriter.Command.class,
                AdaptationRunner.Command.class,
                Verifier.Command.class,
                Orchestrator.Command.class,
                PolicyWorker.Command.class,
                WorkerPool.Command.class,
                WorkerPool.Job.class,
                WorkerPool.Event.class,
                WorkerPool.Reply.class)
            .flatMap(protocol -> Arrays.stream(protocol.getPermittedSubclasses()))
            .filter(type -> !type.isInterface())
            .filter(type -> java.lang.reflect.Modifier.isPublic(type.getModifiers()))
            .collect(Collectors.toSet());
    assertThat(tried).isEqualTo(known);
  }

  @Test
  void bothKindsOfLossAndOfOutcomeArriveAsThemselves() {
    WorkerPool.Learn supervised =
        new WorkerPool.Learn(
            "learn",
            StepVersion.START,
            List.of(),
            List.of(),
            new Loss.Supervised(LearnSettings.Aggregation.TOKEN_MEAN),
            1e-3,
            replyTo);
    WorkerPool.Learn learn =
        (WorkerPool.Learn) arrived(supervised, serialization.serialize(supervised).get());
    assertThat(learn.loss()).isEqualTo(supervised.loss());

    ScoredRound scored = Messages.scored();
    assertThat(scored.outcomes().values())
        .hasAtLeastOneElementOfType(Outcome.Scored.class)
        .hasAtLeastOneElementOfType(Outcome.Dropped.class);
    Travelling sent = new Travelling(scored);
    assertThat(arrived(sent, serialization.serialize(sent).get()))
        .usingRecursiveComparison()
        .isEqualTo(sent);
  }

  /** A scored round as a message would hold it. */
  record Travelling(ScoredRound round) implements WireMessage {}

  private Object arrived(WireMessage message, byte[] bytes) {
    var serializer = serialization.findSerializerFor(message);
    return serialization
        .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
        .get();
  }
}
