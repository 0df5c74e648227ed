package dev.sparring.policy.tensor;

import dev.sparring.core.config.ConfigurationException;
import dev.sparring.policy.home.UserHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The folder that DJL unpacks native libraries into. PyTorch's libraries take 445 MB.
 *
 * <p>Left alone, DJL uses Java's {@code user.home}, which is {@code ?} for a user without a passwd
 * entry. If it cannot write there, it uses the temporary folder, which other users can write to.
 */
public final class NativeCache {
  private static final String FOLDER = "DJL_CACHE_DIR";

  /** JNA unpacks a library as well; without this property, below Java's {@code user.home}. */
  private static final String JNA = "jna.tmpdir";

  private static final String ENGINES = "ENGINE_CACHE_DIR";

  private NativeCache() {}

  /**
   * Tells DJL and JNA the folder. It must run before any class of DJL is loaded.
   *
   * @throws ConfigurationException if no folder can be named, or if it cannot be written and holds
   *     no libraries
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

  /**
   * The folder that {@code DJL_CACHE_DIR} names, else {@code .djl.ai} in the user's home.
   *
   * @throws ConfigurationException if neither is known
   */
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
