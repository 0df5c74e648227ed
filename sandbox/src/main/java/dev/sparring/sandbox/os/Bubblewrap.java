package dev.sparring.sandbox.os;

import dev.sparring.sandbox.SandboxUnavailableException;
import dev.sparring.sandbox.child.ChildLauncher;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Starts Python in bubblewrap, with nothing but {@code /usr}, read-only. */
public final class Bubblewrap implements ChildLauncher {
  private static final List<Path> PYTHONS =
      List.of(Path.of("/usr/bin/python3"), Path.of("/usr/local/bin/python3"));

  private final Path bubblewrap;
  private final Path python;

  private Bubblewrap(Path bubblewrap, Path python) {
    this.bubblewrap = bubblewrap;
    this.python = python;
  }

  /**
   * Looks for what the backend needs. Whether it holds is for the self-test to say.
   *
   * @throws SandboxUnavailableException with what is missing
   */
  public static Bubblewrap find() throws SandboxUnavailableException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String processor = System.getProperty("os.arch");
    if (!system.equals("linux") || !processor.equals("amd64")) {
      throw new SandboxUnavailableException(
          "the sandbox backend os is for Linux on x86-64; set sandbox.backend = wasm");
    }
    Path bubblewrap =
        onPath("bwrap")
            .orElseThrow(
                () ->
                    new SandboxUnavailableException(
                        "bubblewrap is not installed; install the package bubblewrap, or set"
                            + " sandbox.backend = wasm"));
    Path python =
        PYTHONS.stream()
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow(
                () ->
                    new SandboxUnavailableException(
                        "there is no /usr/bin/python3; install the package python3, or set"
                            + " sandbox.backend = wasm"));
    return new Bubblewrap(bubblewrap, python);
  }

  private static Optional<Path> onPath(String program) {
    String path = System.getenv("PATH");
    return Stream.of((path == null ? "" : path).split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The Python that runs programs: its version decides verdicts. */
  public String identity() {
    try {
      Process process = new ProcessBuilder(python.toString(), "-I", "--version").start();
      process.getOutputStream().close();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return python.toString();
    }
  }

  @Override
  public Process launch() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command()).directory(new File("/"));
    builder.environment().clear();
    return builder.start();
  }

  /** What is started. */
  List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(bubblewrap.toString());
    command.addAll(List.of("--unshare-all", "--die-with-parent", "--new-session"));
    command.addAll(List.of("--cap-drop", "ALL", "--uid", "65534", "--gid", "65534"));
    command.addAll(List.of("--hostname", "sandbox", "--clearenv"));
    command.addAll(List.of("--setenv", "PYTHONHASHSEED", "0", "--setenv", "PYTHONUTF8", "1"));
    command.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String folder : List.of("lib", "lib64", "lib32", "bin")) {
      if (Files.exists(Path.of("/", folder))) {
        command.addAll(List.of("--symlink", "usr/" + folder, "/" + folder));
      }
    }
    command.addAll(List.of("--remount-ro", "/", "--chdir", "/"));
    command.addAll(List.of(python.toString(), "-S", "-s", "-B", "-c", script()));
    return command;
  }

  private static String script() {
    return resource("harness.py") + resource("zygote.py");
  }

  private static String resource(String name) {
    try (InputStream in = Bubblewrap.class.getResourceAsStream("/dev/sparring/sandbox/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
