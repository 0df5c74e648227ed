package dev.sparring.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may join and what may be read and written, over real connections on loopback. */
final class EndpointTest {
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
  private final JoinInfo info =
      new JoinInfo(
          JoinInfo.PROTOCOL,
          "1.0",
          "run",
          "incarnation",
          "sparring-1",
          "127.0.0.1",
          1,
          "settings",
          Map.of("config.json", "sum"));

  @TempDir private static Path authorities;
  @TempDir private Path folder;

  @BeforeAll
  static void makeCertificates() {
    Certificates.make(authorities.resolve("ours"), List.of("trainer", "worker"));
    Certificates.make(authorities.resolve("theirs"), List.of("worker"));
  }

  private static HostPort free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new HostPort("127.0.0.1", socket.getLocalPort());
    }
  }

  private TrainerEndpoint endpoint(HostPort at, Optional<TlsFiles> tls) {
    return new TrainerEndpoint(at, tls, info, folder, notes::add);
  }

  private static TlsFiles certificates(String authority, String node) {
    return new TlsFiles(authorities.resolve(authority).resolve(node));
  }

  @Test
  void aFriendJoinsOverTls() throws IOException {
    HostPort at = free();
    TlsFiles trainer = certificates("ours", "trainer");
    TlsFiles worker = certificates("ours", "worker");
    try (TrainerEndpoint endpoint = endpoint(at, Optional.of(trainer))) {
      TransferClient client = new TransferClient(at, Optional.of(worker));
      assertThat(client.join("w", "1.0")).isEqualTo(info);
      assertThat(client.alive("w")).isEqualTo(new TransferClient.Life("incarnation", false));
      endpoint.members().add("w");
      assertThat(client.alive("w").member()).isTrue();
    }
  }

  @Test
  void whoHasNoCertificateIsToldSoOnBothSides() throws IOException {
    HostPort at = free();
    TlsFiles trainer = certificates("ours", "trainer");
    Path authorityOnly = Files.createDirectories(folder.resolve("nobody"));
    try (TrainerEndpoint endpoint = endpoint(at, Optional.of(trainer))) {
      Files.copy(trainer.authority(), authorityOnly.resolve("ca.crt"));
      String answer = Stranger.get(at, authorityOnly.resolve("ca.crt"), "/join");
      assertThat(answer).startsWith("401 ").contains("asks for a certificate");
      assertThat(notes).anyMatch(note -> note.contains("it has no certificate"));
    }
  }

  @Test
  void whoseAuthorityIsAnotherIsRefused() throws IOException {
    HostPort at = free();
    TlsFiles trainer = certificates("ours", "trainer");
    TlsFiles stranger = certificates("theirs", "worker");
    try (TrainerEndpoint endpoint = endpoint(at, Optional.of(trainer))) {
      assertThatThrownBy(() -> new TransferClient(at, Optional.of(stranger)).join("w", "1.0"))
          .isInstanceOf(ClusterException.class)
          .hasMessageContaining("certificate");
    }
  }

  @Test
  void anotherVersionIsRefusedInOneLineOnBothSides() throws IOException {
    HostPort at = free();
    try (TrainerEndpoint endpoint = endpoint(at, Optional.empty())) {
      TransferClient client = new TransferClient(at, Optional.empty());
      assertThatThrownBy(() -> client.join("w", "2.0"))
          .isInstanceOf(ClusterException.class)
          .hasMessage("the trainer is Sparring 1.0, not 2.0; run the same version on all hosts");
      assertThat(notes)
          .containsExactly("refused worker w of /127.0.0.1: the trainer is Sparring 1.0, not 2.0");
    }
  }

  @Test
  void complaintsAreOneLineWhateverTheyHold() throws IOException {
    HostPort at = free();
    try (TrainerEndpoint endpoint = endpoint(at, Optional.empty())) {
      new TransferClient(at, Optional.empty())
          .complain("w\u001b[31m", "two\nlines " + "x".repeat(2_000));
      assertThat(notes).hasSize(1);
      assertThat(notes.get(0)).hasLineCount(1).hasSizeLessThan(1_000).doesNotContain("\u001b");
    }
  }

  @Test
  void filesArriveWholeAndOnlyWithATicket() throws IOException {
    HostPort at = free();
    byte[] content = new byte[3 * ChunkStream.CHUNK + 17];
    new Random(1).nextBytes(content);
    Path from = Files.createDirectories(folder.resolve("from"));
    Path to = Files.createDirectories(folder.resolve("to"));
    Files.write(from.resolve("weights"), content);
    try (TrainerEndpoint endpoint = endpoint(at, Optional.empty())) {
      TransferClient client = new TransferClient(at, Optional.empty());
      String read = endpoint.tickets().forReading(from);
      client.get(read, "weights", folder.resolve("got"));
      assertThat(folder.resolve("got")).hasBinaryContent(content);
      String write = endpoint.tickets().forWriting(to, Optional.empty(), content.length);
      client.put(write, "role/weights", from.resolve("weights"));
      assertThat(to.resolve("role/weights")).hasBinaryContent(content);
      assertThat(endpoint.tickets().close(write)).containsExactly("role/weights");
      for (String name :
          List.of("../from/weights", "/etc/passwd", "%2e%2e/from/weights", ".hidden", "")) {
        String ticket = endpoint.tickets().forWriting(to, Optional.empty(), content.length);
        assertThatThrownBy(() -> client.put(ticket, name, content)).isInstanceOf(IOException.class);
      }
      assertThatThrownBy(() -> client.put(write, "late", content))
          .as("a ticket that was closed")
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> client.put(read, "weights", content))
          .as("a ticket for reading")
          .isInstanceOf(IOException.class);
      String small = endpoint.tickets().forWriting(to, Optional.of("one"), 10);
      assertThatThrownBy(() -> client.put(small, "one", content)).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> client.put(small, "two", new byte[1]))
          .isInstanceOf(IOException.class);
      endpoint.tickets().revoke(read);
      assertThatThrownBy(() -> client.get(read, "weights", folder.resolve("late")))
          .isInstanceOf(IOException.class);
      try (var left = Files.walk(to)) {
        assertThat(left.filter(Files::isRegularFile)).containsExactly(to.resolve("role/weights"));
      }
    }
  }

  @Test
  void whateverIsDamagedOrCutOffIsRefused() throws IOException {
    Random random = new Random(2);
    byte[] content = new byte[ChunkStream.CHUNK + 1_000];
    random.nextBytes(content);
    byte[] sent = ChunkStream.of(new ByteArrayInputStream(content)).readAllBytes();
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    assertThat(ChunkStream.receive(new ByteArrayInputStream(sent), whole, content.length))
        .isEqualTo(content.length);
    assertThat(whole.toByteArray()).isEqualTo(content);
    for (int i = 0; i < 300; i++) {
      byte[] damaged = sent.clone();
      if (i % 2 == 0) {
        damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      } else {
        damaged = java.util.Arrays.copyOf(sent, random.nextInt(sent.length));
      }
      byte[] bytes = damaged;
      assertThatThrownBy(
              () ->
                  ChunkStream.receive(
                      new ByteArrayInputStream(bytes), new ByteArrayOutputStream(), content.length))
          .isInstanceOf(IOException.class);
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] noise = new byte[random.nextInt(64)];
      random.nextBytes(noise);
      assertThatThrownBy(
              () ->
                  ChunkStream.receive(
                      new ByteArrayInputStream(noise), new ByteArrayOutputStream(), 1 << 20))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void listeningBeyondThisHostNeedsCertificates() {
    assertThatThrownBy(
            () ->
                Listening.of(
                    HostPort.parse("0.0.0.0:7070"), Optional.empty(), Optional.empty(), false))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("--tls DIR");
    assertThat(
            Listening.of(
                HostPort.parse("127.0.0.1:7070"), Optional.empty(), Optional.empty(), false))
        .isNotNull();
    assertThat(
            Listening.of(HostPort.parse("0.0.0.0:7070"), Optional.of("me"), Optional.empty(), true)
                .host())
        .isEqualTo("me");
  }

  @Test
  void filesOfCertificatesThatAreMissingOrBrokenAreNamed() throws IOException {
    assertThatThrownBy(() -> new TlsFiles(folder.resolve("none")).require())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("ca.crt");
    TlsFiles broken = new TlsFiles(folder);
    Files.copy(certificates("ours", "worker").authority(), broken.authority());
    Files.copy(certificates("ours", "worker").certificate(), broken.certificate());
    Files.writeString(broken.key(), "no key", StandardCharsets.UTF_8);
    assertThatThrownBy(broken::require)
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(broken.directory().toString());
  }
}
