package dev.sparring.policy.tensor;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.policy.home.UserHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that DJL unpacks native libraries into: PyTorch's take 445 MB.
 *
 * <p>DJL by itself takes Java's {@code user.home}, which is {@code ?} for a user without a passwd
 * entry, and the temporary folder, which other users can write to, where that is not writable.
 */
public final class NativeCache {
  private static final String FOLDER = "DJL_CACHE_DIR";

  /** JNA unpacks a library as well, below Java's {@code user.home} by itself. */
  private static final String JNA = "jna.tmpdir";

  private static final String ENGINES = "ENGINE_CACHE_DIR";

  private NativeCache() {}

  /**
   * Tells DJL its folder; called before anything of DJL's is.
   *
   * @throws ConfigurationException when there is none, or it can't be written and holds nothing
   */
  public static void prepare() {
    Path folder = folder(System.getenv());
    requireUsable(folder);
    if (set(System.getenv(), FOLDER).isEmpty()) {
      System.setProperty(FOLDER, folder.toString());
    }
    if (UserHome.of(System.getenv()).isEmpty() && System.getProperty(JNA) == null) {
      System.setProperty(JNA, folder.resolve("jna").toString());
    }
  }

  /** The folder: what {@code DJL_CACHE_DIR} names, else {@code .djl.ai} in the user's home. */
  public static Path folder(Map<String, String> environment) {
    return set(environment, FOLDER)
        .map(Path::of)
        .or(() -> UserHome.of(environment).map(home -> home.resolve(".djl.ai")))
        .orElseThrow(
            () ->
                refusal(
                    "PyTorch's libraries have no folder to go to: HOME is not set, and the user has"
                        + " no passwd entry; set HOME or DJL_CACHE_DIR"));
  }

  private static Optional<String> set(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name))
        .or(() -> Optional.ofNullable(System.getProperty(name)))
        .filter(value -> !value.isEmpty());
  }

  private static void requireUsable(Path folder) {
    boolean elsewhere = set(System.getenv(), ENGINES).isPresent();
    if (!elsewhere && !Files.isDirectory(folder.resolve("pytorch")) && !writable(folder)) {
      throw refusal(
          "PyTorch's libraries go to "
              + folder
              + ", which can't be written; set HOME or DJL_CACHE_DIR to a folder that can");
    }
  }

  /** Whether a folder, or the nearest one above it that is there, takes files. */
  private static boolean writable(Path folder) {
    Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && Files.isDirectory(there) && Files.isWritable(there);
  }

  private static ConfigurationException refusal(String line) {
    return new ConfigurationException(List.of(line));
  }
}
