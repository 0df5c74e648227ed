package dev.sparring.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.serialization.Serialization;
import akka.serialization.SerializationExtension;
import akka.serialization.Serializers;
import akka.serialization.jackson.JacksonObjectMapperProvider;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sparring.core.Completion;
import dev.sparring.core.Episode;
import dev.sparring.core.Role;
import dev.sparring.core.StepVersion;
import dev.sparring.core.WireMessage;
import dev.sparring.policy.worker.WeightsVersion;
import dev.sparring.policy.worker.WorkItem;
import java.io.IOException;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Messages between trainer and workers: as CBOR, complete, and small whatever they are about. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MessagesTest {
  private static final int LARGEST = 64 * 1024;
  private static final int DAMAGED = 50_000;

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

  /** What a broken or hostile peer may send: refused or read, and nothing else happens. */
  @Test
  void damagedMessagesAreRefusedOrAreMessages() {
    Random random = new Random(24);
    List<byte[]> good =
        messages().stream().map(message -> serialization.serialize(message).get()).toList();
    List<Integer> ids =
        messages().stream().map(m -> serialization.findSerializerFor(m).identifier()).toList();
    List<String> manifests =
        messages().stream()
            .map(m -> Serializers.manifestFor(serialization.findSerializerFor(m), m))
            .toList();
    int read = 0;
    for (int i = 0; i < DAMAGED; i++) {
      int n = random.nextInt(good.size());
      byte[] damaged = damaged(good.get(n), good.get(random.nextInt(good.size())), random);
      String manifest = manifests.get(random.nextInt(4) == 0 ? random.nextInt(good.size()) : n);
      var result = serialization.deserialize(damaged, ids.get(n), manifest);
      if (result.isSuccess() && result.get() != null) { // CBOR's null is no message, for Akka too
        read++;
        assertThat(result.get()).isInstanceOf(WireMessage.class);
      }
    }
    assertThat(read).isBetween(1, DAMAGED - 1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.lang.ProcessBuilder",
        "java.util.HashMap",
        "dev.sparring.core.Episode",
        "dev.sparring.cluster.NoSuchMessage"
      })
  void otherTypesAreRefused(String type) {
    int id = serialization.findSerializerFor(WorkerNode.Cancel.INSTANCE).identifier();
    byte[] empty = {(byte) 0xa0}; // an object without fields
    assertThat(serialization.deserialize(empty, id, type).isFailure()).isTrue();
  }

  @Test
  void damagedWorkIsRefusedWithAnException() throws IOException {
    ObjectMapper mapper =
        JacksonObjectMapperProvider.get(kit.system()).getOrCreate("jackson-cbor", Optional.empty());
    Completion completion =
        new Completion(
            new int[] {5, 6, 7},
            new int[] {8, 9},
            new float[] {-1, -2},
            "text",
            Completion.Finish.STOP);
    WorkItem item =
        new WorkItem.Score(List.of(Episode.of("s000001-p000-a000", Role.SOLVER, completion, 1)));
    byte[] good = mapper.writeValueAsBytes(item);
    assertThat(mapper.readValue(good, WorkItem.class)).isInstanceOf(WorkItem.Score.class);
    Random random = new Random(25);
    int refused = 0;
    for (int i = 0; i < DAMAGED; i++) {
      try {
        mapper.readValue(damaged(good, good, random), WorkItem.class);
      } catch (IOException | RuntimeException e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, DAMAGED);
  }

  /** Bytes changed, cut off, moved, or followed by those of another message. */
  private static byte[] damaged(byte[] bytes, byte[] other, Random random) {
    byte[] damaged = bytes.clone();
    int head = Math.min(damaged.length, 400);
    for (int i = random.nextInt(4); i >= 0; i--) {
      damaged[random.nextInt(random.nextBoolean() ? head : damaged.length)] =
          (byte) random.nextInt(256);
    }
    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(damaged, random.nextInt(damaged.length + 1));
      case 1 -> {
        int cut = random.nextInt(head);
        byte[] spliced = Arrays.copyOf(damaged, Math.min(damaged.length, cut + other.length));
        System.arraycopy(other, 0, spliced, cut, Math.min(other.length, spliced.length - cut));
        yield spliced;
      }
      default -> damaged;
    };
  }

  @Test
  void whatHasNoPlaceInAMessageIsInAFile() {
    assertThat(Payload.file("ticket").bytes()).isEmpty();
    assertThat(Payload.within(new byte[3]).ticket()).isEqualTo(Optional.empty());
  }
}
