package dev.sparring.policy.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sparring.core.config.ConfigurationException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NativeCacheTest {
  private final String passwd = System.getProperty("user.home");
  private final String told = System.getProperty("DJL_CACHE_DIR");

  @BeforeEach
  void asJavaSaysOfAUserWithoutAPasswdEntry() {
    System.setProperty("user.home", "?");
    System.clearProperty("DJL_CACHE_DIR");
  }

  @AfterEach
  void asItWas() {
    System.setProperty("user.home", passwd);
    if (told != null) {
      System.setProperty("DJL_CACHE_DIR", told);
    }
  }

  @Test
  void librariesGoToTheHomeOfTheEnvironmentWhateverThePasswdEntryIs() {
    assertThat(NativeCache.folder(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.djl.ai"));
    System.setProperty("user.home", "/passwd");
    assertThat(NativeCache.folder(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.djl.ai"));
    assertThat(NativeCache.folder(Map.of())).isEqualTo(Path.of("/passwd/.djl.ai"));
  }

  @Test
  void aFolderThatIsNamedGoesFirst() {
    assertThat(NativeCache.folder(Map.of("HOME", "/h", "DJL_CACHE_DIR", "/d")))
        .isEqualTo(Path.of("/d"));
  }

  @Test
  void aUserWithoutAnyFolderIsToldWhatToSet() {
    assertThatThrownBy(() -> NativeCache.folder(Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith("; set HOME or DJL_CACHE_DIR");
  }
}
