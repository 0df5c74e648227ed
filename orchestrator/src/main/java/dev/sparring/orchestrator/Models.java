package dev.sparring.orchestrator;

import java.nio.file.Path;

/** Where models are. */
public final class Models {
  /** The system property that holds the folder of the installation. */
  public static final String HOME = "sparring.home";

  private static final String BUNDLED = "bundled";

  private Models() {}

  /** The directory that {@code policy.model} names: {@code bundled}, or a path. */
  public static Path path(String model) {
    return model.equals(BUNDLED) ? home().resolve("models").resolve("bundled") : Path.of(model);
  }

  /** The folder of the installation. */
  public static Path home() {
    return Path.of(System.getProperty(HOME, "."));
  }
}
