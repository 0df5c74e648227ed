package dev.sparring.policy.learn;

import dev.sparring.policy.checkpoint.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A new directory among the system's temporary files, deleted with all that is in it. */
final class ScratchDirectory implements AutoCloseable {
  private final Path path;

  ScratchDirectory() throws IOException {
    path = Files.createTempDirectory("sparring-shards");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    FolderTree.delete(path);
  }
}
