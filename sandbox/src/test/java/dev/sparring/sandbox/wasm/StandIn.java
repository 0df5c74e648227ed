package dev.sparring.sandbox.wasm;

import dev.sparring.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A small module in the place of the interpreter: it is started, kept and run the same way, and its
 * programs are single letters (stand-in.wat).
 */
public final class StandIn {
  static final Interpreter INTERPRETER =
      new Interpreter("0.0.0", Sha256.of(bytes()), 13, 0, "stand-in", "1");

  private StandIn() {}

  /** The module. */
  public static byte[] bytes() {
    try (InputStream in = StandIn.class.getResourceAsStream("stand-in.wasm")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static InterpreterStore store(Path home) {
    return new InterpreterStore(home, List.of(INTERPRETER));
  }

  /** Installs it into a folder. */
  public static InterpreterStore.Prepared install(Path home)
      throws IOException, InterruptedException, SandboxUnavailableException {
    Files.createDirectories(home);
    Path file = Files.write(home.resolve("stand-in.wasm"), bytes());
    return store(home).install(Optional.of(file), line -> {});
  }
}
