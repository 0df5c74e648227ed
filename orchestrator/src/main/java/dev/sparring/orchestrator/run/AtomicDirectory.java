package dev.sparring.orchestrator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory that is put together beside its place: there complete, or not at all. */
public final class AtomicDirectory implements AutoCloseable {
  private final Path place;
  private final Path beside;

  private AtomicDirectory(Path place, Path beside) {
    this.place = place;
    this.beside = beside;
  }

  /**
   * Begins one.
   *
   * @param place where it will be; what is there must be an empty directory or nothing
   */
  public static AtomicDirectory beside(Path place) throws IOException {
    Path whole = place.toAbsolutePath().normalize();
    if (Files.isDirectory(whole)) {
      try (var entries = Files.list(whole)) {
        if (entries.findAny().isPresent()) {
          throw new RunException(place + " is not empty; choose another folder, or empty it");
        }
      }
    } else if (Files.exists(whole)) {
      throw new RunException(place + " is a file; choose another name");
    }
    Path beside = whole.resolveSibling("." + whole.getFileName() + ".tmp");
    try {
      DurableFiles.delete(beside);
      Files.createDirectories(beside);
    } catch (IOException e) {
      throw new RunException("can't make " + place + ": " + DurableFiles.reason(e), e);
    }
    return new AtomicDirectory(whole, beside);
  }

  /** Where to write. */
  public Path path() {
    return beside;
  }

  /** Gives it its name. */
  public void commit() throws IOException {
    try (var tree = Files.walk(beside)) {
      for (Path path : tree.toList()) {
        if (Files.isDirectory(path)) {
          DurableFiles.syncDirectory(path);
        } else {
          DurableFiles.sync(path);
        }
      }
    }
    Files.deleteIfExists(place);
    Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(place.getParent());
  }

  /** Leaves nothing behind, unless it was committed. */
  @Override
  public void close() throws IOException {
    DurableFiles.delete(beside);
  }
}
