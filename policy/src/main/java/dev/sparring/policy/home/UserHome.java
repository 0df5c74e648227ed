package dev.sparring.policy.home;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** The folder of the user that runs the program. */
public final class UserHome {
  private static final String UNKNOWN = "?";

  private UserHome() {}

  /**
   * {@code HOME}, and without it the folder of the user's passwd entry, as Python's {@code
   * os.path.expanduser} finds it. Java itself looks at the passwd entry alone and says {@code ?}
   * where there is none.
   *
   * @param environment variables of the process
   * @return empty when neither is known
   */
  public static Optional<Path> of(Map<String, String> environment) {
    String home = environment.get("HOME");
    if (home != null && File.separatorChar == '/') {
      return Optional.of(Path.of(home.isEmpty() ? "/" : home));
    }
    return Optional.ofNullable(System.getProperty("user.home"))
        .filter(folder -> !folder.isEmpty() && !folder.equals(UNKNOWN))
        .map(Path::of);
  }
}
