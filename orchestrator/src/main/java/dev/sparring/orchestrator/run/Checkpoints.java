package dev.sparring.orchestrator.run;

import dev.sparring.core.RunState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The checkpoints of a run. One is written beside its place, with a manifest of sha256 sums, synced
 * and renamed: it is complete or absent. One whose sums do not agree is passed over, and said.
 */
public final class Checkpoints {
  private static final String MANIFEST = "manifest.sha256";
  private final Path directory;

  /**
   * @param directory {@code checkpoints} of a run
   */
  public Checkpoints(Path directory) {
    this.directory = directory;
  }

  /** A checkpoint that is whole. */
  public record Found(Path path, RunState state) {}

  /** Where the files of a step are put together; empty. */
  public Path begin(int step) throws IOException {
    Path beside = directory.resolve("." + name(step) + ".tmp");
    delete(beside);
    return Files.createDirectories(beside);
  }

  /** Adds the state and the manifest, waits for the disk, and gives the checkpoint its name. */
  public Path commit(int step, RunState state) throws IOException {
    Path beside = directory.resolve("." + name(step) + ".tmp");
    StateFile.write(beside, state);
    StringBuilder manifest = new StringBuilder();
    for (Path file : files(beside)) {
      manifest.append(sha256(file)).append("  ").append(file.getFileName()).append('\n');
      Durable.sync(file);
    }
    Durable.write(beside.resolve(MANIFEST), manifest.toString());
    Durable.syncDirectory(beside);
    Path place = directory.resolve(name(step));
    delete(place);
    Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    Durable.syncDirectory(directory);
    return place;
  }

  /**
   * The newest whole checkpoint.
   *
   * @param before only steps before this one
   * @param note told of every one that is passed over, in one line that names the file
   */
  public Optional<Found> newest(int before, Consumer<String> note) {
    List<Integer> steps = steps();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (steps.get(i) < before) {
        Path path = directory.resolve(name(steps.get(i)));
        try {
          Optional<String> damage = damage(path);
          if (damage.isEmpty()) {
            return Optional.of(new Found(path, StateFile.read(path)));
          }
          note.accept(damage.get() + "; falling back to the checkpoint before");
        } catch (IOException e) {
          note.accept(
              path
                  + " can't be read: "
                  + Durable.reason(e)
                  + "; falling back to the checkpoint before");
        }
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a checkpoint, in one line; empty when nothing is. */
  private static Optional<String> damage(Path checkpoint) throws IOException {
    Path manifest = checkpoint.resolve(MANIFEST);
    if (!Files.isRegularFile(manifest)) {
      return Optional.of(checkpoint + " is damaged: " + MANIFEST + " is missing");
    }
    boolean state = false;
    for (String line : Files.readAllLines(manifest)) {
      String[] parts = line.split("  ", 2);
      Path file = checkpoint.resolve(parts.length == 2 ? parts[1] : "?");
      state |= parts.length == 2 && parts[1].equals(StateFile.NAME);
      if (!Files.isRegularFile(file)) {
        return Optional.of(checkpoint + " is damaged: " + file.getFileName() + " is missing");
      }
      if (!sha256(file).equals(parts[0])) {
        return Optional.of(
            checkpoint
                + " is damaged: "
                + file.getFileName()
                + " does not have the sum in "
                + MANIFEST);
      }
    }
    return state
        ? Optional.empty()
        : Optional.of(checkpoint + " is damaged: " + MANIFEST + " is cut off");
  }

  /**
   * Deletes old checkpoints and what crashed writers left behind.
   *
   * @param keep how many of the newest stay
   * @param safe the newest one before this step stays as well: a guard may want to roll back to it
   */
  public void prune(int keep, int safe) throws IOException {
    List<Integer> steps = steps();
    int refuge = steps.stream().filter(s -> s < safe).mapToInt(s -> s).max().orElse(-1);
    for (int i = 0; i < steps.size() - keep; i++) {
      if (steps.get(i) != refuge) {
        delete(directory.resolve(name(steps.get(i))));
      }
    }
  }

  /** Deletes what a crashed writer left behind. */
  public void sweep() throws IOException {
    try (var entries = Files.list(directory)) {
      for (Path entry : entries.toList()) {
        if (entry.getFileName().toString().endsWith(".tmp")) {
          delete(entry);
        }
      }
    }
  }

  /** Steps that have a checkpoint, whole or not, in order. */
  public List<Integer> steps() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (var entries = Files.list(directory)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.matches("\\d{6,9}"))
          .map(Integer::valueOf)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new RunException("can't list " + directory + ": " + Durable.reason(e), e);
    }
  }

  private static String name(int step) {
    return String.format("%06d", step);
  }

  private static List<Path> files(Path directory) throws IOException {
    try (var entries = Files.list(directory)) {
      TreeMap<String, Path> sorted = new TreeMap<>();
      entries.forEach(e -> sorted.put(e.getFileName().toString(), e));
      return new ArrayList<>(sorted.values());
    }
  }

  private static void delete(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (var tree = Files.walk(directory)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
