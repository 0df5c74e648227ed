package dev.sparring.dashboard.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Who holds a run's lock. The file is never opened: a process that closes a file loses the locks
 * that it holds on it, and the run may be trained by this very process. On Linux the kernel lists
 * the locks of the machine in {@code /proc/locks}:
 *
 * <pre>
 * 12: POSIX  ADVISORY  WRITE 4711 fe:01:131074 0 EOF
 * </pre>
 */
final class RunLock {
  private static final Path LOCKS = Path.of("/proc/locks");

  private RunLock() {}

  /** Whether this machine tells who holds locks. */
  static boolean known() {
    return Files.isReadable(LOCKS);
  }

  /** The process of this machine that holds a lock on a file; empty when none is known. */
  static OptionalLong holder(Path file) {
    try (Stream<String> locks = Files.lines(LOCKS)) {
      String ending = ":" + Files.getAttribute(file, "unix:ino");
      return locks
          .map(line -> line.trim().split("\\s+"))
          .filter(words -> words.length > 5 && words[3].equals("WRITE"))
          .filter(words -> words[5].endsWith(ending))
          .mapToLong(words -> Long.parseLong(words[4]))
          .findFirst();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }
}
