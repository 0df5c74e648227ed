package dev.sparring.policy.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What can't be had is said in one line, and nothing of it is written. */
class HubMistakesTest extends HubFixture {
  private void refused(HubId id, String line) {
    assertThatThrownBy(() -> hub().whole(id))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(line.replace("<hub>", server.endpoint()).replace("<cache>", cache.toString()));
    assertThat(folder()).doesNotExist();
  }

  @Test
  void offlineAModelThatTheCacheLacks() {
    environment.put("HF_HUB_OFFLINE", "1");
    refused(
        ID,
        "there is no directory Owner/Name, the cache <cache> has no such model, or not all of it, and"
            + " HF_HUB_OFFLINE forbids to download it");
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aHubThatIsNotThere() {
    server.close();
    refused(
        ID,
        "can't reach <hub> for Owner/Name, which is no directory and not in the cache: no connection");
    assertThat(notes).isEmpty();
  }

  @Test
  void aModelThatIsNotThere() {
    refused(
        HubId.parse("Owner/Nome").orElseThrow(),
        "there is no model Owner/Nome: no such directory, and none on <hub>");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aRevisionThatIsNotThere() {
    server.next("", new FakeHub.Fault.Status(404, "RevisionNotFound"));
    refused(ID.at("v9"), "<hub>/Owner/Name has no revision v9");
  }

  @Test
  void aGatedModelWithoutAToken() {
    server.next("", new FakeHub.Fault.Status(401, "GatedRepo"));
    refused(
        ID,
        "<hub> does not give Owner/Name (status 401): it is gated, private or not there; accept its"
            + " terms on the hub and set HF_TOKEN");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aGatedModelWithATokenThatDoesNotDo() {
    environment.put("HF_TOKEN", "hf_secret");
    server.next("", new FakeHub.Fault.Status(403, "GatedRepo"));
    refused(
        ID,
        "<hub> does not give Owner/Name (status 403): it is gated, private or not there; accept its"
            + " terms on the hub and set HF_TOKEN, whose present value does not do");
  }

  @Test
  void aModelInAnotherFormat() {
    server.files.remove("model.safetensors");
    server.files.remove("tokenizer.json");
    refused(
        ID,
        "Owner/Name on <hub> has no tokenizer.json, no model.safetensors; a model is a Hugging Face"
            + " directory with safetensors");
  }

  @Test
  void moreBytesThanThereIsSpaceFor() {
    server.claimSize("model.safetensors", "900000000000000000");
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessageStartingWith(
            "there is no space for model.safetensors of Owner/Name@" + FakeHub.COMMIT)
        .hasMessageContainingAll("takes 900,000,000,000 MB", "HF_HUB_CACHE");
    assertThat(requests("/lfs/")).isEmpty();
  }

  /** {@code /dev/full} refuses every byte, as a full disk does. */
  @Test
  void aDiskThatIsFull() throws IOException {
    assumeThat(Files.exists(Path.of("/dev/full"))).isTrue();
    Files.createDirectories(folder().resolve("blobs"));
    Files.createSymbolicLink(partial("model.safetensors"), Path.of("/dev/full"));
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "can't write %s: No space left on device; HF_HUB_CACHE names another folder",
            partial("model.safetensors"));
    assertThat(requests("/lfs/")).hasSize(1);
  }

  @Test
  void anIndexThatLeadsOutOfItsDirectory() {
    server.files.remove("model.safetensors");
    server.file("model.safetensors.index.json", "{\"weight_map\": {\"a\": \"../../../x\"}}");
    assertThatThrownBy(() -> hub().whole(ID))
        .isInstanceOf(CheckpointException.class)
        .hasMessageEndingWith("names a shard outside its directory: ../../../x");
  }
}
