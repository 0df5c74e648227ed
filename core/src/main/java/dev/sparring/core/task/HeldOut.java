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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads and draws held-out problems, on which no run trains. The resource {@code
 * held-out/<name>.txt} has one problem a line, below a header that says where they come from. A
 * file that was changed is refused, so that figures measured on it stay comparable.
 */
final class HeldOut {
  static final int COUNT = 500;
  static final long SEED = 20261101;
  private static final String CHECKSUM = "# sha256: ";

  private static final Map<String, Set<String>> READ = new ConcurrentHashMap<>();

  private HeldOut() {}

  /**
   * The problems of this name, in the file's order.
   *
   * @throws IllegalStateException when the file is absent or does not match its checksum
   */
  static Set<String> read(String name) {
    return READ.computeIfAbsent(name, HeldOut::load);
  }

  /**
   * The first problem of each list, the second of each, and so on, up to the shortest list's end.
   */
  static List<String> inTurn(Stream<List<String>> problems) {
    List<List<String>> sets = problems.toList();
    return IntStream.range(0, sets.stream().mapToInt(List::size).min().orElse(0))
        .boxed()
        .flatMap(i -> sets.stream().map(set -> set.get(i)))
        .toList();
  }

  private static Set<String> load(String name) {
    String resource = "held-out/" + name + ".txt";
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

  /**
   * How the problems of a file are drawn.
   *
   * @param name of the file, without its ending
   * @param subject what kind of problems they are
   * @param count number of problems
   * @param law describes their distribution, for the header
   * @param draw draws one problem
   * @param key canonical form of a problem; of several with equal keys the first is kept
   */
  record Recipe(
      String name, String subject, int count, String law, Draw draw, UnaryOperator<String> key) {

    /** Draws the problems, and returns the text of the file. */
    String text() {
      RandomStream random = RandomStream.of(SEED).child(name);
      Map<String, String> problems = new LinkedHashMap<>();
      for (long attempt = 0; problems.size() < count; attempt++) {
        String problem = draw.draw(random.child(attempt), problems.size());
        problems.putIfAbsent(key.apply(problem), problem);
      }
      return String.join(
              "\n",
              "# Held-out problems of " + subject + ": never trained on. Do not edit.",
              String.format(
                  Locale.ROOT,
                  "# generator: %s, seed %d, %d problems",
                  HeldOut.class.getName(),
                  SEED,
                  count),
              "# law: " + law,
              CHECKSUM + checksum(problems.values()),
              String.join("\n", problems.values()))
          + "\n";
    }
  }

  /** Draws one problem. */
  interface Draw {
    /**
     * Draws a problem. It depends on the arguments alone.
     *
     * @param kept how many problems the file has so far
     */
    String draw(RandomStream random, int kept);
  }

  /** A task whose held-out problems {@link #main} draws. */
  interface Drawn {
    /** One recipe for each file. */
    List<Recipe> recipes();
  }

  /** The SHA-256 of the problems, each followed by a line feed, whatever line ends the file has. */
  private static String checksum(Collection<String> problems) {
    String text = String.join("\n", problems) + "\n";
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Writes the files of all tasks into the directory named by the argument. */
  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    for (Task task : Tasks.all()) {
      if (task instanceof Drawn drawn) {
        for (Recipe recipe : drawn.recipes()) {
          Files.writeString(directory.resolve(recipe.name() + ".txt"), recipe.text());
        }
      }
    }
  }
}
