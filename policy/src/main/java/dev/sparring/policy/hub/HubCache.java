package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * One model's folder in the cache, laid out as {@code huggingface_hub} does it:
 *
 * <pre>
 * models--Owner--Name/refs/main                      the commit that main was
 *                     snapshots/&lt;commit&gt;/config.json  links to a blob, or is it
 *                     .no_exist/&lt;commit&gt;/…         an empty file for one that the hub has not
 *                     blobs/&lt;etag&gt;                    the bytes; &lt;etag&gt;.incomplete while they come
 * .locks/models--Owner--Name/&lt;etag&gt;.lock              held by the process that writes a blob
 * </pre>
 */
record HubCache(Path root, HubId id, boolean links) {
  private Path folder() {
    return root.resolve(folderName());
  }

  private String folderName() {
    return "models--" + id.owner() + "--" + id.name();
  }

  Path snapshot(String commit) {
    return folder().resolve("snapshots").resolve(commit);
  }

  /** Where it is kept that the hub has no such file. */
  static Path absent(Path snapshot, String name) {
    Path folder = snapshot.toAbsolutePath().getParent().getParent();
    return folder.resolve(".no_exist").resolve(snapshot.getFileName()).resolve(name);
  }

  /** Keeps that the hub has no such file, where {@code huggingface_hub} keeps it. */
  void rememberAbsent(String commit, String name) throws IOException {
    Path file = absent(snapshot(commit), name);
    Files.createDirectories(file.getParent());
    if (!Files.exists(file)) {
      Files.write(file, new byte[0]);
    }
  }

  Path blob(String etag) {
    return folder().resolve("blobs").resolve(etag);
  }

  private Path ref() {
    return folder().resolve("refs").resolve(id.revision());
  }

  /** The snapshot that the id's revision is known to mean; it may lack files. */
  Optional<Path> known() {
    return commit().map(this::snapshot).filter(Files::isDirectory);
  }

  private Optional<String> commit() {
    if (id.fixed()) {
      return Optional.of(id.revision());
    }
    if (!Files.isRegularFile(ref())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(ref()).strip()).filter(HubId::isCommit);
    } catch (IOException e) {
      throw new CheckpointException("can't read " + ref() + ": " + e.getMessage(), e);
    }
  }

  /** Keeps what the id's revision means. */
  void remember(String commit) throws IOException {
    if (!id.fixed()) {
      Files.createDirectories(ref().getParent());
      Path beside = Files.createTempFile(ref().getParent(), ref().getFileName() + ".", ".tmp");
      Files.writeString(beside, commit);
      Files.move(
          beside, ref(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Puts a blob into a snapshot: by a relative link, or itself where there are no links. */
  void place(String etag, Path file) throws IOException {
    Path blob = blob(etag);
    Files.createDirectories(file.getParent());
    Files.deleteIfExists(file);
    if (links) {
      try {
        Files.createSymbolicLink(file, file.getParent().relativize(blob));
        return;
      } catch (UnsupportedOperationException | IOException e) {
        Files.deleteIfExists(file); // Windows allows links to few
      }
    }
    Files.move(blob, file);
  }

  /** Waits until no other process writes a blob; the caller closes what it gets. */
  FileChannel lock(String etag, String name, DownloadListener listener) throws IOException {
    Path file = root.resolve(".locks").resolve(folderName()).resolve(etag + ".lock");
    Files.createDirectories(file.getParent());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        listener.note("waiting for another process that downloads " + name);
        channel.lock();
      }
    } catch (IOException e) {
      // Some file systems of clusters have no locks; checksums find what two writers did.
      listener.note("can't lock " + file + ": " + e.getMessage());
    }
    return channel;
  }
}
