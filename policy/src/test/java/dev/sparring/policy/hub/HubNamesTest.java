package dev.sparring.policy.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids, and what the environment says of the hub. */
class HubNamesTest {
  private static final String ENDPOINT = "https://hub.test";
  private static final Path HOME = Path.of(System.getProperty("user.home"));
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {"Owner/Name", "Owner/Name-0.5B_x", "Owner/Name@v1.0", "Owner/Name@refs/pr/1"})
  void anIdIsOwnerAndNameAndMaybeARevision(String text) {
    assertThat(HubId.parse(text)).map(HubId::toString).contains(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bundled",
        "/models/mine",
        "./models/mine",
        "../mine",
        "models/mine/",
        "a/b/c",
        "C:\\models\\mine",
        "Owner/..",
        "Owner/Na--me",
        "Owner/Name@",
        "Owner/Name@../../x",
        "Owner/Name@/x",
        "Owner /Name",
        ""
      })
  void aPathIsNoId(String text) {
    assertThat(HubId.parse(text)).isEmpty();
  }

  @Test
  void theMainBranchIsMeantWhereNoRevisionIsNamed() {
    assertThat(HubId.parse("Owner/Name").orElseThrow().revision()).isEqualTo("main");
  }

  private static HubAccess access(String... variables) {
    Map<String, String> environment = new TreeMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      environment.put(variables[i], variables[i + 1]);
    }
    return HubAccess.of(environment, ENDPOINT);
  }

  @Test
  void theCacheIsWherePythonHasIt() {
    assertThat(access().cache()).isEqualTo(HOME.resolve(".cache/huggingface/hub"));
    assertThat(access("XDG_CACHE_HOME", "/x").cache()).isEqualTo(Path.of("/x/huggingface/hub"));
    assertThat(access("HF_HOME", "/h", "XDG_CACHE_HOME", "/x").cache())
        .isEqualTo(Path.of("/h/hub"));
    assertThat(access("HF_HUB_CACHE", "~/c", "HF_HOME", "/h").cache()).isEqualTo(HOME.resolve("c"));
  }

  @Test
  void theUsersFolderIsWhatHomeSaysWhateverThePasswdEntryIs() {
    assertThat(access("HOME", "/h").cache()).isEqualTo(Path.of("/h/.cache/huggingface/hub"));
    assertThat(access("HOME", "/h", "HF_HUB_CACHE", "~/c").cache()).isEqualTo(Path.of("/h/c"));
    assertThat(access("HOME", "").cache()).isEqualTo(Path.of("/.cache/huggingface/hub"));
  }

  @Test
  void aUserWithoutAnyFolderIsToldWhatToSet() {
    String passwd = System.getProperty("user.home");
    System.setProperty("user.home", "?"); // what Java says of a user without a passwd entry
    try {
      assertThatThrownBy(() -> access())
          .isInstanceOf(CheckpointException.class)
          .hasMessageEndingWith("; set HOME or HF_HUB_CACHE");
      assertThat(access("HF_HUB_CACHE", "/c").cache()).isEqualTo(Path.of("/c"));
      assertThat(access("HOME", "/h").cache()).isEqualTo(Path.of("/h/.cache/huggingface/hub"));
    } finally {
      System.setProperty("user.home", passwd);
    }
  }

  @Test
  void theEnvironmentsEndpointGoesOverTheConfiguredOne() {
    assertThat(access().endpoint()).isEqualTo(ENDPOINT);
    assertThat(access("HF_ENDPOINT", "https://mirror.test/hub/").endpoint())
        .isEqualTo("https://mirror.test/hub");
    assertThatThrownBy(() -> access("HF_ENDPOINT", "mirror.test"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "the hub's endpoint (HF_ENDPOINT, policy.hub.endpoint) is no http or https address:"
                + " mirror.test");
  }

  @Test
  void theTokenIsTheEnvironmentsOrElseTheFiles() throws IOException {
    assertThat(access("HF_HOME", folder.toString()).token()).isEmpty();
    Files.writeString(folder.resolve("token"), "hf_file\n");
    assertThat(access("HF_HOME", folder.toString()).token()).contains("hf_file");
    assertThat(access("HF_HOME", folder.toString(), "HF_TOKEN", " hf_mine ").token())
        .contains("hf_mine");
  }

  @Test
  void nobodyIsShownTheToken() {
    assertThat(access("HF_TOKEN", "hf_secret").toString()).doesNotContain("hf_secret");
    assertThatThrownBy(() -> access("HF_TOKEN", "hf_sec\nret"))
        .isInstanceOf(CheckpointException.class)
        .hasMessageNotContaining("hf_sec")
        .hasMessageContaining("has characters that no token has");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "YES", "on"})
  void offlineIsSaidInSeveralWays(String value) {
    assertThat(access("HF_HUB_OFFLINE", value).offline()).isTrue();
    assertThat(access("HF_HUB_OFFLINE", "0").offline()).isFalse();
    assertThat(access("TRANSFORMERS_OFFLINE", value).offline()).isTrue();
  }

  @Test
  void onlyWhatIsReadBelongsToAModel() {
    assertThat(List.of("model-00001-of-00002.safetensors", "tokenizer.model", "config.json"))
        .allMatch(ModelFiles::belongs);
    assertThat(List.of("consolidated.safetensors", "pytorch_model.bin", "onnx/model.safetensors"))
        .noneMatch(ModelFiles::belongs);
  }
}
