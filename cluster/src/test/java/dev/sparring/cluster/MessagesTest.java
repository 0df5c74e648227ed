package dev.sparring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.worker.WeightsVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages between trainer and workers: as CBOR, complete, and small whatever they are about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MessagesTest {
  private static final int LARGEST = 64 * 1024;

  private ActorTestKit kit;
  private Serialization serialization;

  @BeforeAll
  void start() {
    kit = ActorTestKit.create("messages", ClusterConfig.local());
    serialization = SerializationExtension.get(kit.system());
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  private List<WireMessage> messages() {
    ActorRef<WorkerNode.Reply> replies = kit.<WorkerNode.Reply>createTestProbe().ref();
    ActorRef<WorkerNode.Command> node = kit.<WorkerNode.Command>createTestProbe().ref();
    byte[] full = new byte[Payload.LONGEST];
    new Random(3).nextBytes(full);
    return List.of(
        new WorkerNode.Hello("incarnation", replies, true),
        new WorkerNode.Work(
            "s000012-solve/7",
            new StepVersion(12, 11),
            Payload.within(full),
            new WeightsVersion(7, 11, 1),
            new WeightsVersion(7, 12, 0)),
        WorkerNode.Abandon.INSTANCE,
        WorkerNode.Cancel.INSTANCE,
        new WorkerNode.Leave(WorkerNode.Dismissal.AGAIN, "the trainer ends for now"),
        new WorkerNode.Ready("gpu-7", "cuda:3", "incarnation", node),
        new WorkerNode.Ended("s000012-solve/7", WeightsVersion.UNKNOWN, Payload.within(full)),
        new WorkerNode.Ended("s000012-solve/8", WeightsVersion.BASE, Payload.file("ticket")),
        new WorkerNode.NotDone("s000012-solve/9", "a file was cut off on its way"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void everyMessageArrivesAsItWasSentAndIsSmall(WireMessage message) {
    byte[] bytes = serialization.serialize(message).get();
    assertThat(bytes.length).isLessThan(LARGEST);
    assertThat(serialization.findSerializerFor(message).getClass().getName())
        .isEqualTo("akka.serialization.jackson.JacksonCborSerializer");
    int id = serialization.findSerializerFor(message).identifier();
    String manifest = Serializers.manifestFor(serialization.findSerializerFor(message), message);
    assertThat(serialization.deserialize(bytes, id, manifest).get())
        .usingRecursiveComparison()
        .withEqualsForFields(Object::equals, "replyTo", "worker")
        .isEqualTo(message);
  }

  @Test
  void everyMessageIsTried() {
    Set<Class<?>> known =
        Stream.of(WorkerNode.Command.class, WorkerNode.Reply.class)
            .flatMap(protocol -> Arrays.stream(protocol.getPermittedSubclasses()))
            .filter(type -> java.lang.reflect.Modifier.isPublic(type.getModifiers()))
            .collect(Collectors.toSet());
    assertThat(messages().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(known);
  }

  @Test
  void whatHasNoPlaceInAMessageIsInAFile() {
    assertThat(Payload.file("ticket").bytes()).isEmpty();
    assertThat(Payload.within(new byte[3]).ticket()).isEqualTo(Optional.empty());
  }
}
