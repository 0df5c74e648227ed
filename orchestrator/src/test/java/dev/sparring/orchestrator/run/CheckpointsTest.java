package dev.sparring.orchestrator.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sparring.core.RunState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointsTest {
  @TempDir private Path directory;
  private final List<String> notes = new ArrayList<>();
  private Checkpoints checkpoints;

  @BeforeEach
  void twoCheckpoints() throws IOException {
    checkpoints = new Checkpoints(directory);
    write(2);
    write(4);
  }

  @Test
  void theNewestWholeOneIsFound() {
    assertThat(newest()).isEqualTo(4);
    assertThat(notes).isEmpty();
  }

  @Test
  void aFlippedByteIsSaidAndTheOneBeforeIsUsed() throws IOException {
    Path weights = at("000004/model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[3] ^= 1;
    Files.write(weights, bytes);
    assertThat(newest()).isEqualTo(2);
    assertThat(notes)
        .containsExactly(
            at("000004")
                + " is damaged: model.safetensors does not have the sum in manifest.sha256; "
                + "falling back to the checkpoint before");
  }

  @Test
  void aMissingFileIsSaidAndTheOneBeforeIsUsed() throws IOException {
    Files.delete(at("000004/optimizer.safetensors"));
    assertThat(newest()).isEqualTo(2);
    assertThat(notes)
        .containsExactly(
            at("000004")
                + " is damaged: optimizer.safetensors is missing; "
                + "falling back to the checkpoint before");
  }

  @Test
  void aTruncatedTensorIsSaidAndTheOneBeforeIsUsed() throws IOException {
    Files.write(at("000004/model.safetensors"), new byte[] {1, 2, 3});
    assertThat(newest()).isEqualTo(2);
    assertThat(notes)
        .containsExactly(
            at("000004")
                + " is damaged: model.safetensors does not have the sum in manifest.sha256; "
                + "falling back to the checkpoint before");
  }

  @Test
  void aManifestThatIsGoneOrCutOffOrNonsenseIsDamage() throws IOException {
    Path manifest = at("000004/manifest.sha256");
    String text = Files.readString(manifest);
    List<String> broken =
        new ArrayList<>(List.of("", "\0", "x", "a  \0\n", text.replace("mo", "om")));
    for (int length = 0; length < text.length() - 1; length += 7) {
      broken.add(text.substring(0, length));
    }
    for (String damaged : broken) {
      Files.writeString(manifest, damaged);
      assertThat(newest()).as("with the manifest <%s>", damaged).isEqualTo(2);
    }
    Files.delete(manifest);
    assertThat(newest()).isEqualTo(2);
    assertThat(notes).hasSize(broken.size() + 1);
  }

  @Test
  void anotherFileBesideIsNoDamage() throws IOException {
    Files.writeString(at("000004/README.md"), "mine");
    Files.writeString(at("000004/.DS_Store"), "a file manager's");
    assertThat(newest()).isEqualTo(4);
  }

  @Test
  void withoutAnyWholeOneThereIsNone() throws IOException {
    Files.delete(at("000004/state.json"));
    Files.delete(at("000002/manifest.sha256"));
    assertThat(checkpoints.newest(step -> true, notes::add)).isEmpty();
    assertThat(notes).hasSize(2);
  }

  @Test
  void damagedOnesAreSetAsideAndDoNotCountAsNewer() throws IOException {
    Files.delete(at("000004/state.json"));
    checkpoints.setAside(newest());
    assertThat(checkpoints.steps()).containsExactly(2);
    assertThat(at("000004.damaged/model.safetensors")).exists();
    write(3);
    checkpoints.prune(1, List.of());
    assertThat(checkpoints.steps()).containsExactly(3);
  }

  @Test
  void setAsideTwiceBothStay() throws IOException {
    for (String weights : List.of("first", "second", "third")) {
      Files.writeString(at("000004/model.safetensors"), weights);
      checkpoints.setAside(2);
      write(4);
    }
    assertThat(at("000004.damaged/model.safetensors")).hasContent("first");
    assertThat(at("000004.damaged-2/model.safetensors")).hasContent("second");
    assertThat(at("000004.damaged-3/model.safetensors")).hasContent("third");
    assertThat(names()).allMatch(Checkpoints::known);
  }

  @Test
  void whatHasAnotherNameIsNeverDeleted() throws IOException {
    List<String> others = List.of(".hidden", ".x.tmp", ".12.gone", ".\u06f0.old", "copy", "1");
    for (String name : others) {
      Files.createDirectory(at(name));
    }
    checkpoints.sweep();
    checkpoints.setAside(0);
    checkpoints.prune(0, List.of());
    assertThat(names()).containsAll(others);
  }

  /** Persian and Arabic digits, and a language whose small i has another capital. */
  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "th-TH-u-nu-thai", "tr"})
  void namesAreTheSameInEveryLocale(String locale) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(locale));
    try {
      write(12);
      assertThat(newest()).isEqualTo(12);
    } finally {
      Locale.setDefault(before);
    }
    assertThat(names()).containsExactly("000002", "000004", "000012");
  }

  @Test
  void aWriterThatDiedLeavesNothing() throws IOException {
    Files.writeString(checkpoints.begin(6).resolve("model.safetensors"), "half");
    checkpoints.sweep();
    assertThat(names()).containsExactly("000002", "000004");
  }

  @Test
  void oneThatWasMakingPlaceForAnotherIsPutBack() throws IOException {
    Files.move(at("000004"), at(".000004.old"));
    Files.writeString(checkpoints.begin(4).resolve("model.safetensors"), "half");
    checkpoints.sweep();
    assertThat(names()).containsExactly("000002", "000004");
    assertThat(newest()).isEqualTo(4);
  }

  @Test
  void oneThatHadMadePlaceIsDeleted() throws IOException {
    Files.createDirectories(at(".000004.old"));
    Files.createDirectories(at(".000002.gone/half"));
    checkpoints.sweep();
    assertThat(names()).containsExactly("000002", "000004");
    assertThat(newest()).isEqualTo(4);
  }

  @Test
  void oneOfTheSameStepTakesItsPlace() throws IOException {
    Path weights = checkpoints.begin(4).resolve("model.safetensors");
    Files.writeString(weights, "other");
    checkpoints.commit(state(4), Optional.empty());
    assertThat(at("000004/model.safetensors")).hasContent("other");
    assertThat(names()).containsExactly("000002", "000004");
  }

  @Test
  void theRefugesOfGuardsOutliveTheNewest() throws IOException {
    write(5);
    write(6);
    write(8);
    write(9);
    checkpoints.prune(2, List.of(step -> step < 6 && step % 2 == 0, step -> step < 7));
    assertThat(checkpoints.steps()).containsExactly(4, 6, 8, 9);
  }

  @Test
  void aGuardsDecisionIsKept() throws IOException {
    checkpoints.begin(6);
    checkpoints.commit(state(6), Optional.of(new GuardDecision("distinct", "few: 8 € \ud800")));
    assertThat(checkpoints.newest(step -> true, notes::add).orElseThrow().decision())
        .contains(new GuardDecision("distinct", "few: 8 € \ud800"));
  }

  private int newest() {
    return checkpoints.newest(step -> true, notes::add).orElseThrow().state().step();
  }

  private void write(int step) throws IOException {
    Path files = checkpoints.begin(step);
    Files.writeString(files.resolve("model.safetensors"), "weights of " + step);
    Files.writeString(files.resolve("optimizer.safetensors"), "moments of " + step);
    Files.writeString(files.resolve("tokenizer.json"), "{}");
    checkpoints.commit(state(step), Optional.empty());
  }

  private static RunState state(int step) {
    RunState start = RunState.start(Map.of());
    return new RunState(
        step,
        step,
        start.archive(),
        start.pool(),
        1,
        start.baselines(),
        start.guards(),
        start.before());
  }

  private Path at(String name) {
    return directory.resolve(name);
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(directory)) {
      return entries.map(e -> e.getFileName().toString()).sorted().toList();
    }
  }
}
