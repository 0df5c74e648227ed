package dev.sparring.sandbox.wasm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.sandbox.SandboxUnavailableException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InterpreterStoreTest {
  @TempDir private Path home;

  @Test
  void withoutAnInterpreterTheRemedyIsNamedInOneLine() {
    assertThatThrownBy(() -> StandIn.store(home.resolve("nothing")).find())
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("run sparring sandbox install")
        .hasMessageNotContaining("\n");
  }

  @Test
  void whatIsInstalledIsFoundWithTheSameIdentity() throws Exception {
    InterpreterStore.Prepared made = StandIn.install(home);
    assertThat(StandIn.store(home).find()).isEqualTo(made);
    assertThat(made.identity()).hasSize(64);
  }

  @Test
  void installingTwiceMakesTheSame(@TempDir Path other) throws Exception {
    assertThat(StandIn.install(home).identity()).isEqualTo(StandIn.install(other).identity());
  }

  @Test
  void aWheelServesAsWellAsTheModule() throws Exception {
    Path wheel = home.resolve("package.whl");
    try (OutputStream file = Files.newOutputStream(wheel);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.putNextEntry(new ZipEntry("package/other.wasm"));
      zip.write(new byte[] {0, 'a', 's', 'm', 1, 0, 0, 0});
      zip.putNextEntry(new ZipEntry("package/interpreter.wasm"));
      zip.write(StandIn.bytes());
    }
    assertThat(StandIn.store(home).install(Optional.of(wheel), line -> {}).folder()).exists();
  }

  @Test
  void aFileWithAnotherHashIsRefusedAndNothingIsLeft() throws Exception {
    byte[] changed = StandIn.bytes();
    changed[changed.length - 1] ^= 1;
    Path file = Files.write(home.resolve("changed.wasm"), changed);
    Path store = home.resolve("store");
    assertThatThrownBy(() -> StandIn.store(store).install(Optional.of(file), line -> {}))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining(StandIn.INTERPRETER.sha256())
        .hasMessageNotContaining("\n");
    try (Stream<Path> left = Files.list(store)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> StandIn.store(home).install(Optional.of(home.resolve("no.whl")), line -> {}))
        .isInstanceOf(SandboxUnavailableException.class)
        .hasMessageContaining("no.whl");
  }

  @Test
  void preparedFilesThatHaveChangedAreNotUsed() throws Exception {
    PreparedFiles files = new PreparedFiles(StandIn.install(home).folder());
    for (Path file : List.of(files.module(), files.classes(), files.snapshot())) {
      byte[] good = Files.readAllBytes(file);
      byte[] bad = good.clone();
      bad[bad.length / 2] ^= 1;
      Files.write(file, bad);
      assertThatThrownBy(() -> StandIn.store(home).find())
          .isInstanceOf(SandboxUnavailableException.class)
          .hasMessageContaining("has changed since it was installed");
      Files.write(file, good);
    }
    assertThat(StandIn.store(home).find().folder()).isEqualTo(files.folder());
  }

  @Test
  void theInterpretersThatAreKnownArePinnedByTheirHash() {
    assertThat(Interpreter.known())
        .isNotEmpty()
        .allSatisfy(known -> assertThat(known.sha256()).matches("[0-9a-f]{64}"));
  }
}
