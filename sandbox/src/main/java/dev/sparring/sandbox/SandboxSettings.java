package dev.sparring.sandbox;

import java.nio.file.Path;

/**
 * How a sandbox is set up.
 *
 * @param backend what runs the programs
 * @param limits what a program may use in one test
 * @param children child processes, which is how many programs run at a time
 * @param programsPerChild programs after which a child is replaced
 * @param home where {@code sparring sandbox install} keeps interpreters
 */
public record SandboxSettings(
    SandboxBackend backend, SandboxLimits limits, int children, int programsPerChild, Path home) {
  public SandboxSettings {
    if (children < 1 || children > 256) {
      throw new IllegalArgumentException("sandbox.children takes 1 to 256");
    }
    if (programsPerChild < 1) {
      throw new IllegalArgumentException("sandbox.programs-per-child takes 1 or more");
    }
  }

  /** One child, default limits, and the user's cache folder. */
  public static SandboxSettings of(SandboxBackend backend) {
    return new SandboxSettings(backend, SandboxLimits.DEFAULT, 1, 2000, defaultHome());
  }

  /** The same with another backend. */
  public SandboxSettings with(SandboxBackend other) {
    return new SandboxSettings(other, limits, children, programsPerChild, home);
  }

  /** The same with other limits. */
  public SandboxSettings with(SandboxLimits other) {
    return new SandboxSettings(backend, other, children, programsPerChild, home);
  }

  /** The same with another number of children. */
  public SandboxSettings withChildren(int count) {
    return new SandboxSettings(backend, limits, count, programsPerChild, home);
  }

  /** The same with another folder of interpreters. */
  public SandboxSettings withHome(Path other) {
    return new SandboxSettings(backend, limits, children, programsPerChild, other);
  }

  /**
   * The system property {@code sparring.sandbox.home}, else the environment's {@code
   * SPARRING_SANDBOX_HOME}, else {@code sparring/sandbox} in the user's cache folder.
   */
  public static Path defaultHome() {
    String named =
        System.getProperty("sparring.sandbox.home", System.getenv("SPARRING_SANDBOX_HOME"));
    if (named != null && !named.isBlank()) {
      return Path.of(named);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache != null && !cache.isBlank()
            ? Path.of(cache)
            : Path.of(System.getProperty("user.home"), ".cache");
    return folder.resolve("sparring").resolve("sandbox");
  }
}
