package dev.sparring.policy.rollout;

import dev.sparring.policy.checkpoint.FolderTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The directory through which servers are handed adapters. Names begin with the run's key, so that
 * a run that was killed finds what it left behind, and go on with a random number of the process,
 * so that no name is ever used for two adapters.
 */
final class AdapterDirectory {
  private final Path path;
  private final String as;
  private final String prefix;
  private final String process =
      String.format(Locale.ROOT, "%08x", ThreadLocalRandom.current().nextInt());
  private final AtomicLong names = new AtomicLong();

  /** Writes an adapter into a directory, in PEFT's format, and waits until the disk has it. */
  interface Writer {
    void write(Path directory) throws IOException;
  }

  /**
   * A directory that other runs may use as well.
   *
   * @param as the same directory as the servers see it; empty for the same path
   * @param run key of the run, letters and digits
   */
  AdapterDirectory(Path path, String as, String run) {
    this.path = path;
    this.as = as.isEmpty() ? path.toString() : as.replaceAll("/+$", "");
    this.prefix = "sparring-" + run + "-";
  }

  /** Whether an adapter on a server is this run's, of whatever process. */
  boolean owns(String name) {
    return name.startsWith(prefix);
  }

  /** A name that no adapter has had. */
  String freshName(Path adapter) {
    return adapter.getFileName() + "-" + names.incrementAndGet();
  }

  /** A file or directory of this process that is not there. */
  Path fresh(String label) {
    return path.resolve(prefix + process + "-" + names.incrementAndGet() + "-" + label);
  }

  /** Where the servers see an adapter. */
  String seen(Path adapter) {
    return as + "/" + adapter.getFileName();
  }

  /**
   * Writes an adapter; its directory is whole or absent.
   *
   * @param label letters, digits and hyphens, for people
   */
  Path write(String label, Writer writer) {
    Path made = path.resolve(prefix + process + "-" + label);
    Path begun = path.resolve(prefix + process + "-" + label + ".part");
    try {
      Files.createDirectories(path);
      delete(begun);
      writer.write(begun);
      Files.move(begun, made, StandardCopyOption.ATOMIC_MOVE);
      sync();
      return made;
    } catch (IOException e) {
      throw new RolloutException("can't write an adapter into " + path + ": " + e.getMessage(), e);
    }
  }

  /** Has the disk keep the new name; some systems can't open a directory, and need not. */
  private void sync() {
    try (FileChannel directory = FileChannel.open(path, StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      return;
    }
  }

  /** Deletes what this run has left in the directory. */
  void clean() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> all = Files.list(path)) {
      for (Path own : all.filter(p -> owns(p.getFileName().toString())).toList()) {
        delete(own);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("can't clean " + path + ": " + e.getMessage(), e);
    }
  }

  /** Deletes an adapter that no server has. */
  void delete(Path adapter) throws IOException {
    FolderTree.delete(adapter);
  }
}
