package dev.sparring.core.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sparring.core.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Problems that are never trained on, one a line in the resource {@code held-out/<task>.txt} below
 * a header that says where they come from. They are frozen: a file that was changed is refused, so
 * that figures measured on it stay comparable.
 */
final class HeldOut {
  static final int COUNT = 500;
  static final long SEED = 20261101;
  private static final String CHECKSUM = "# sha256: ";

  private HeldOut() {}

  /**
   * The problems of the task, in the file's order.
   *
   * @throws IllegalStateException when the file is absent or does not match its checksum
   */
  static Set<String> read(String task) {
    String resource = "held-out/" + task + ".txt";
    List<String> lines = lines(resource);
    Set<String> problems = new LinkedHashSet<>();
    lines.stream().filter(line -> !line.startsWith("# ")).forEach(problems::add);
    if (!lines.contains(CHECKSUM + checksum(problems))) {
      throw new IllegalStateException(resource + " does not match its checksum");
    }
    return Collections.unmodifiableSet(problems);
  }

  private static List<String> lines(String resource) {
    try (InputStream stream = HeldOut.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is not on the class path");
      }
      return new BufferedReader(new InputStreamReader(stream, UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }

  /** The file's text, drawn afresh. */
  static String generate(ColumnTask task) {
    RandomStream random = RandomStream.of(SEED).child(task.name());
    Set<String> problems = new LinkedHashSet<>();
    for (long draw = 0; problems.size() < COUNT; draw++) {
      problems.add(task.write(task.draw(random.child(draw), Operands.Law.FULL)));
    }
    return String.join(
            "\n",
            "# Held-out problems of the task " + task.name() + ": never trained on. Do not edit.",
            "# generator: "
                + HeldOut.class.getName()
                + ", seed "
                + SEED
                + ", "
                + COUNT
                + " problems",
            "# law: the task's own with Operands.Law.FULL (three digits throughout), distinct",
            CHECKSUM + checksum(problems),
            String.join("\n", problems))
        + "\n";
  }

  /** Of the problems alone, each with a line feed, whatever line ends the file has. */
  private static String checksum(Collection<String> problems) {
    String text = String.join("\n", problems) + "\n";
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Writes the files of all column tasks into the directory named by the argument. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Task task : Tasks.all()) {
      if (task instanceof ColumnTask columns) {
        Files.writeString(directory.resolve(task.name() + ".txt"), generate(columns));
      }
    }
  }
}
