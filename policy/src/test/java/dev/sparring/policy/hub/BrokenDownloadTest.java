package dev.sparring.policy.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BrokenDownloadTest extends HubFixture {
  private static final String WEIGHTS = "model.safetensors";
  private static final String LFS = "GET /lfs/model.safetensors";

  private byte[] weights() {
    return server.files.get(WEIGHTS);
  }

  private void assertWhole() {
    hub().whole(ID);
    assertThat(blob(WEIGHTS)).hasBinaryContent(weights());
    assertThat(partial(WEIGHTS)).doesNotExist();
  }

  @Test
  void aConnectionThatBreaksIsGoneOnWithWhereItBroke() {
    server.next(WEIGHTS, new FakeHub.Fault.Cut(100_000), new FakeHub.Fault.Cut(200_000));
    assertWhole();
    assertThat(requests("/lfs/")).hasSize(3).startsWith(LFS).allMatch(r -> r.startsWith(LFS));
    assertThat(requests("/lfs/").get(2)).matches(".* bytes=\\d+-");
    assertThat(notes).hasSize(2).allMatch(note -> note.contains("trying again ("));
  }

  @Test
  void aDownloadThatWasGivenUpIsGoneOnWithTheNextTime() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(partial(WEIGHTS), Arrays.copyOf(weights(), 12_345));
    assertWhole();
    assertThat(requests("/lfs/")).containsExactly(LFS + " bytes=12345-");
    assertThat(progress).contains(WEIGHTS + " 12345/" + weights().length);
  }

  @Test
  void aPartialFileThatHasEverythingIsOnlyChecked() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(partial(WEIGHTS), weights());
    assertWhole();
    assertThat(requests("/lfs/")).isEmpty();
  }

  @Test
  void aPartialFileWithOtherBytesIsThrownAway() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(partial(WEIGHTS), new byte[12_345]);
    assertWhole();
    assertThat(requests("/lfs/")).containsExactly(LFS + " bytes=12345-", LFS);
    assertThat(notes).hasSize(1).first().asString().contains("does not have the checksum");
  }

  @Test
  void aPartialFileThatIsTooLongIsThrownAway() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(partial(WEIGHTS), new byte[weights().length + 1]);
    assertWhole();
    assertThat(requests("/lfs/")).containsExactly(LFS);
  }

  @Test
  void aServerThatKnowsNoRangesIsHeardFromTheStart() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(partial(WEIGHTS), new byte[12_345]);
    server.next(WEIGHTS, new FakeHub.Fault.IgnoresRange());
    assertWhole();
    assertThat(requests("/lfs/")).hasSize(1);
  }

  @Test
  void aServerThatFallsSilentIsAskedAgain() {
    server.next(WEIGHTS, new FakeHub.Fault.Silence(100_000));
    hub(new RetryPolicy(3, Duration.ZERO, Duration.ofSeconds(1))).whole(ID);
    assertThat(blob(WEIGHTS)).hasBinaryContent(weights());
    assertThat(notes).hasSize(1).first().asString().contains("nothing came for 1 s");
  }

  @Test
  void aServerThatIsBusyIsAskedAgain() {
    server.next("", new FakeHub.Fault.Status(503, ""));
    server.next(WEIGHTS, new FakeHub.Fault.Status(500, ""), new FakeHub.Fault.Status(429, ""));
    server.next("config.json", new FakeHub.Fault.Status(502, ""));
    assertWhole();
    assertThat(notes).hasSize(4);
  }

  @Test
  void attemptsRunOutAndThePartThatCameStays() {
    server.next(
        WEIGHTS,
        new FakeHub.Fault.Cut(1000),
        new FakeHub.Fault.Cut(2000),
        new FakeHub.Fault.Cut(3000));
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(
            "can't download model.safetensors of Owner/Name@" + FakeHub.COMMIT + ": ");
    assertThat(requests("/lfs/")).hasSize(3);
    assertThat(partial(WEIGHTS)).isNotEmptyFile();
    assertThat(snapshot().resolve(WEIGHTS)).doesNotExist();
    assertWhole();
    assertThat(requests("/lfs/").get(3)).matches(LFS + " bytes=\\d+-");
  }

  @Test
  void otherBytesThanTheChecksumSaysAreRefused() {
    for (String name : new String[] {"config.json", WEIGHTS}) {
      server.next(name, new FakeHub.Fault.WrongBytes());
      assertThatThrownBy(() -> hub().whole(ID))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(
              "%s of Owner/Name@%s: what came does not have the checksum %s and was thrown away",
              name, FakeHub.COMMIT, server.etag(name));
      assertThat(partial(name)).doesNotExist();
      assertThat(blob(name)).doesNotExist();
      assertThat(snapshot().resolve(name)).doesNotExist();
    }
  }
}
