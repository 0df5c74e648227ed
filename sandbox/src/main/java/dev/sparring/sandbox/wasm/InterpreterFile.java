package dev.sparring.sandbox.wasm;

import dev.sparring.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A module whose hash is one of those that are pinned. */
record InterpreterFile(Interpreter interpreter, byte[] bytes) {
  private static final int LONGEST = 100 << 20;

  /** Reads a module, or a wheel (or another zip) that holds one. */
  static InterpreterFile read(Path file, List<Interpreter> pinned)
      throws IOException, SandboxUnavailableException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(4);
      if (head.length == 4 && head[0] == 'P' && head[1] == 'K') {
        return inZip(file, pinned);
      }
    } catch (NoSuchFileException e) {
      throw new SandboxUnavailableException("there is no file " + file + " to install from", e);
    }
    if (Files.size(file) <= LONGEST) {
      Optional<InterpreterFile> found = known(Files.readAllBytes(file), pinned);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw unknown(file, pinned);
  }

  private static InterpreterFile inZip(Path file, List<Interpreter> pinned)
      throws IOException, SandboxUnavailableException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(".wasm")) {
          Optional<InterpreterFile> found = known(zip.readNBytes(LONGEST), pinned);
          if (found.isPresent()) {
            return found.get();
          }
        }
      }
    }
    throw unknown(file, pinned);
  }

  private static Optional<InterpreterFile> known(byte[] bytes, List<Interpreter> pinned) {
    String hash = Sha256.of(bytes);
    return pinned.stream()
        .filter(interpreter -> interpreter.sha256().equals(hash))
        .findFirst()
        .map(found -> new InterpreterFile(found, bytes));
  }

  private static SandboxUnavailableException unknown(Path file, List<Interpreter> pinned) {
    Interpreter wanted = pinned.get(0);
    return new SandboxUnavailableException(
        file
            + " is no interpreter that the sandbox knows; it takes the wheel of "
            + wanted.packageName()
            + " "
            + wanted.packageVersion()
            + " or the module in it, with SHA-256 "
            + wanted.sha256());
  }
}
