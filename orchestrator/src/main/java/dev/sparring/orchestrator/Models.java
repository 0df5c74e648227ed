package dev.sparring.orchestrator;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where models are. */
public final class Models {
  /** The system property that holds the folder of the installation. */
  public static final String HOME = "sparring.home";

  private static final String BUNDLED = "bundled";

  private Models() {}

  /**
   * The directory that {@code policy.model} names: {@code bundled}, or a path, which is looked for
   * in the working directory and then in the installation.
   */
  public static Path path(String model) {
    if (model.equals(BUNDLED)) {
      return home().resolve("models").resolve(BUNDLED);
    }
    Path installed = home().resolve(model);
    return !Files.exists(Path.of(model)) && Files.exists(installed) ? installed : Path.of(model);
  }

  /** The folder of the installation. */
  public static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }
}
