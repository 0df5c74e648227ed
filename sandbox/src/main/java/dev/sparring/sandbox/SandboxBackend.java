package dev.sparring.sandbox;

import java.util.Locale;

/** What runs the programs. */
public enum SandboxBackend {
  /** {@link #OS} where its self-test proves every restriction, else {@link #WASM}. */
  AUTO,
  /** CPython compiled to WebAssembly, in a Java process of its own. */
  WASM,
  /** Python in bubblewrap and seccomp; Linux. */
  OS;

  /** The name in configuration: {@code auto}, {@code wasm} or {@code os}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The backend of a name in configuration.
   *
   * @throws IllegalArgumentException for another name, with the ones there are
   */
  public static SandboxBackend named(String name) {
    for (SandboxBackend backend : values()) {
      if (backend.toString().equals(name)) {
        return backend;
      }
    }
    throw new IllegalArgumentException(
        "there is no sandbox backend " + name + "; there are auto, wasm and os");
  }
}
