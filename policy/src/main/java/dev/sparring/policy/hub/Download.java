package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.hub.HubClient.RemoteFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/** Brings one file to its blob, by way of a partial file that the next attempt goes on with. */
final class Download {
  private static final int CHUNK = 1 << 16;
  private static final double MEGABYTE = 1e6;

  private final HubClient client;
  private final RetryPolicy retryPolicy;
  private final DownloadListener listener;
  private final RemoteFile file;
  private final Path blob;
  private final Path partial;

  Download(
      HubClient client,
      RetryPolicy retryPolicy,
      DownloadListener listener,
      RemoteFile file,
      Path blob) {
    this.client = client;
    this.retryPolicy = retryPolicy;
    this.listener = listener;
    this.file = file;
    this.blob = blob;
    this.partial = blob.resolveSibling(blob.getFileName() + ".incomplete");
  }

  /** Downloads it, checks it, and gives it its name. */
  void run() {
    retryPolicy.insist("can't download " + this, listener, this::attempt);
  }

  private Path attempt() throws IOException {
    long from = Files.exists(partial) ? Files.size(partial) : 0;
    from = from > file.size() ? 0 : from; // it is another file's, or there is no telling
    requireSpace(file.size() - from);
    try (FileChannel channel = open()) {
      if (from < file.size() || file.size() < 0) {
        receive(channel, from);
      }
      channel.force(true);
    }
    long size = Files.size(partial);
    if (size < file.size()) {
      throw new IOException("the connection ended at byte " + size + " of " + file.size());
    }
    if ((file.size() >= 0 && size > file.size()) || !Checksum.matches(partial, file.etag())) {
      Files.delete(partial);
      String line = "what came does not have the checksum " + file.etag() + " and was thrown away";
      if (from == 0) {
        throw new CheckpointException(this + ": " + line);
      }
      throw new IOException(line); // the part that was there before may have been the wrong one
    }
    return Files.move(partial, blob, StandardCopyOption.ATOMIC_MOVE);
  }

  private void requireSpace(long bytes) throws IOException {
    Files.createDirectories(blob.getParent());
    long free = Files.getFileStore(blob.getParent()).getUsableSpace();
    if (bytes > free) {
      throw new CheckpointException(
          String.format(
              Locale.ROOT,
              "there is no space for %s in %s: it takes %,.0f MB, %,.0f are free; HF_HUB_CACHE names"
                  + " another folder",
              this,
              blob.getParent(),
              bytes / MEGABYTE,
              free / MEGABYTE));
    }
  }

  private FileChannel open() {
    try {
      return FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void receive(FileChannel channel, long from) throws IOException {
    HttpResponse<InputStream> response = client.get(file, from);
    try (TimeoutStream body = new TimeoutStream(response.body(), retryPolicy.silence())) {
      long at = resumes(response, from) ? from : 0;
      listener.downloading(file.name(), at, Math.max(at, file.size()));
      rewind(channel, at);
      byte[] buffer = new byte[CHUNK];
      for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
        write(channel, ByteBuffer.wrap(buffer, 0, n));
        at += n;
        listener.downloading(file.name(), at, Math.max(at, file.size()));
      }
    }
  }

  /** Whether an answer goes on where we are, rather than begin from the start. */
  private static boolean resumes(HttpResponse<?> response, long from) throws IOException {
    if (response.statusCode() != 206) {
      return false;
    }
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + from + "-")) {
      throw new IOException("asked for bytes from " + from + " on, and was given " + range);
    }
    return true;
  }

  private void rewind(FileChannel channel, long at) {
    try {
      channel.truncate(at);
      channel.position(at);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void write(FileChannel channel, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private CheckpointException unwritable(IOException e) {
    return new CheckpointException(
        "can't write " + partial + ": " + e.getMessage() + "; HF_HUB_CACHE names another folder",
        e);
  }

  /** {@code model.safetensors of Owner/Name@…}. */
  @Override
  public String toString() {
    return file.name() + " of " + file.id();
  }
}
