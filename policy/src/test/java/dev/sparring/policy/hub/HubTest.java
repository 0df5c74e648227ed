package dev.sparring.policy.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class HubTest extends HubFixture {
  private static final List<String> MODEL =
      List.of(
          "chat_template.jinja",
          "config.json",
          "generation_config.json",
          "model.safetensors",
          "tokenizer.json",
          "tokenizer_config.json");

  @Test
  void theCacheIsLaidOutAsPythonLaysItOut() {
    assertThat(hub().whole(ID)).isEqualTo(snapshot());
    Map<String, String> expected = new TreeMap<>();
    expected.put("models--Owner--Name/refs/main", FakeHub.COMMIT);
    for (String name : MODEL) {
      String etag = server.etag(name);
      String text = new String(server.files.get(name), StandardCharsets.UTF_8);
      expected.put("models--Owner--Name/blobs/" + etag, text);
      expected.put(
          "models--Owner--Name/snapshots/" + FakeHub.COMMIT + "/" + name,
          "-> " + Path.of("../../blobs").resolve(etag));
      expected.put(".locks/models--Owner--Name/" + etag + ".lock", "");
    }
    assertThat(tree(cache)).isEqualTo(expected);
  }

  @Test
  void whereLinksAreNotPossibleASnapshotHasTheFilesThemselves() {
    environment.put("HF_HUB_DISABLE_SYMLINKS", "1");
    hub().whole(ID);
    assertThat(snapshot().resolve("model.safetensors"))
        .isRegularFile()
        .hasBinaryContent(server.files.get("model.safetensors"));
    assertThat(Files.isSymbolicLink(snapshot().resolve("model.safetensors"))).isFalse();
    assertThat(folder().resolve("blobs")).isEmptyDirectory();
  }

  @Test
  void whatTheCacheHasIsTakenWithoutARequest() {
    hub().whole(ID);
    server.requests.clear();
    assertThat(hub().whole(ID)).isEqualTo(snapshot());
    assertThat(hub().described(ID)).isEqualTo(snapshot());
    assertThat(hub().whole(ID.at(FakeHub.COMMIT))).isEqualTo(snapshot());
    environment.put("HF_HUB_OFFLINE", "1");
    assertThat(hub().whole(ID)).isEqualTo(snapshot());
    assertThat(server.requests).isEmpty();
  }

  @Test
  void toDescribeAModelNoWeightsAreDownloaded() {
    Path described = hub().described(ID);
    assertThat(described.toFile().list())
        .containsExactlyInAnyOrderElementsOf(
            MODEL.stream().filter(name -> !name.equals("model.safetensors")).toList());
    assertThat(Hub.isWhole(described)).isFalse();
    assertThat(requests("safetensors")).isEmpty();
  }

  @Test
  void aModelWithoutATokenizerConfigurationIsTakenAndNotAskedForAgain() {
    server.files.remove("tokenizer_config.json");
    server.file("added_tokens.json", "{}");
    assertThat(hub().whole(ID).resolve("added_tokens.json")).exists();
    assertThat(folder().resolve(".no_exist/" + FakeHub.COMMIT + "/tokenizer_config.json"))
        .isEmptyFile();
    server.requests.clear();
    assertThat(hub().whole(ID)).isEqualTo(snapshot());
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aTokenizerConfigurationThatAnotherProgramDidNotNeedIsDownloaded() throws IOException {
    hub().whole(ID);
    Files.delete(snapshot().resolve("tokenizer_config.json"));
    assertThat(hub().whole(ID).resolve("tokenizer_config.json")).exists();
  }

  @Test
  void whatIsMissingIsAddedToWhatIsThere() {
    hub().described(ID);
    server.requests.clear();
    assertThat(Hub.isWhole(hub().whole(ID))).isTrue();
    assertThat(server.requests)
        .containsExactly(
            API,
            "HEAD /Owner/Name/resolve/" + FakeHub.COMMIT + "/model.safetensors",
            "GET /Owner/Name/resolve/" + FakeHub.COMMIT + "/model.safetensors",
            "GET /lfs/model.safetensors");
  }

  @Test
  void aBlobThatAnotherRevisionHasIsNotDownloadedAgain() throws IOException {
    Files.createDirectories(folder().resolve("blobs"));
    Files.write(blob("model.safetensors"), server.files.get("model.safetensors"));
    hub().whole(ID);
    assertThat(requests("/lfs/")).isEmpty();
    assertThat(snapshot().resolve("model.safetensors")).exists();
  }

  @Test
  void ofShardedWeightsTheShardsOfTheIndexAreTaken() {
    server.files.remove("model.safetensors");
    server.file("consolidated.safetensors", "the same weights once more");
    server.file("model-00001-of-00002.safetensors", "one");
    server.file("model-00002-of-00002.safetensors", "two");
    server.file(
        "model.safetensors.index.json",
        "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\", \"b\":"
            + " \"model-00002-of-00002.safetensors\"}}");
    Path model = hub().whole(ID);
    assertThat(model.resolve("model-00001-of-00002.safetensors")).hasContent("one");
    assertThat(model.resolve("model-00002-of-00002.safetensors")).hasContent("two");
    assertThat(model.resolve("consolidated.safetensors")).doesNotExist();
    server.requests.clear();
    hub().whole(ID);
    assertThat(server.requests).isEmpty();
  }

  @Test
  void aRevisionIsAskedForAsOneAndKeptUnderItsName() {
    HubId pull = HubId.parse("Owner/Name@refs/pr/1").orElseThrow();
    assertThat(hub().described(pull)).isEqualTo(snapshot());
    assertThat(server.requests.get(0))
        .isEqualTo("GET /api/models/Owner/Name/revision/refs%2Fpr%2F1");
    assertThat(folder().resolve("refs/refs/pr/1")).hasContent(FakeHub.COMMIT);
    hub().described(ID.at(FakeHub.COMMIT));
    assertThat(folder().resolve("refs/" + FakeHub.COMMIT)).doesNotExist();
  }

  @Test
  void theTokenGoesToTheHubAndNowhereElse() {
    environment.put("HF_TOKEN", "hf_secret");
    hub().whole(ID);
    assertThat(server.requests)
        .hasSizeGreaterThan(10)
        .allSatisfy(
            line ->
                assertThat(line.endsWith(" Bearer hf_secret")).isEqualTo(!line.contains("/lfs/")));
  }

  @Test
  void twoWhoAskAtOnceDownloadOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<Path> ask = () -> hub().whole(ID);
      for (var answer : threads.invokeAll(List.of(ask, ask))) {
        assertThat(answer.get()).isEqualTo(snapshot());
      }
    } finally {
      threads.shutdown();
    }
    assertThat(requests("GET /lfs/model.safetensors")).hasSize(1);
    assertThat(requests("GET /Owner/Name/resolve/" + FakeHub.COMMIT + "/config.json")).hasSize(1);
  }

  @Test
  void progressIsToldFromTheFirstByteToTheLast() {
    hub().whole(ID);
    int size = server.files.get("model.safetensors").length;
    List<String> told =
        progress.stream().filter(line -> line.startsWith("model.safetensors ")).toList();
    assertThat(told)
        .hasSizeGreaterThan(2)
        .startsWith("model.safetensors 0/" + size)
        .endsWith("model.safetensors " + size + "/" + size);
    assertThat(notes).isEmpty();
  }
}
