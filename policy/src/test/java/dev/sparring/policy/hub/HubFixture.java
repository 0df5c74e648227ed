package dev.sparring.policy.hub;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A hub, an empty cache, and a client without waits. */
abstract class HubFixture {
  static final HubId ID = HubId.parse("Owner/Name").orElseThrow();
  static final String API = "GET /api/models/Owner/Name/revision/main";
  static final RetryPolicy BRIEF = new RetryPolicy(3, Duration.ZERO, Duration.ofSeconds(20));

  @TempDir Path cache;
  final FakeHub server = new FakeHub();
  final Map<String, String> environment = new TreeMap<>();
  final List<String> notes = new CopyOnWriteArrayList<>();
  final List<String> progress = new CopyOnWriteArrayList<>();

  @AfterEach
  void closeServer() {
    server.close();
  }

  Hub hub() {
    return hub(BRIEF);
  }

  Hub hub(RetryPolicy retryPolicy) {
    environment.put("HF_HUB_CACHE", cache.toString());
    environment.putIfAbsent("HF_TOKEN_PATH", cache.resolve("no token").toString());
    return new Hub(
        HubAccess.of(environment, server.endpoint()),
        retryPolicy,
        new DownloadListener() {
          @Override
          public void downloading(String file, long bytes, long size) {
            progress.add(file + " " + bytes + "/" + size);
          }

          @Override
          public void note(String line) {
            notes.add(line);
          }
        });
  }

  Path folder() {
    return cache.resolve("models--Owner--Name");
  }

  Path snapshot() {
    return folder().resolve("snapshots").resolve(FakeHub.COMMIT);
  }

  Path blob(String name) {
    return folder().resolve("blobs").resolve(server.etag(name));
  }

  Path partial(String name) {
    return folder().resolve("blobs").resolve(server.etag(name) + ".incomplete");
  }

  /** Requests for the bytes of a file, in their order. */
  List<String> requests(String path) {
    return server.requests.stream().filter(line -> line.contains(path)).toList();
  }

  /** Every file and link below a folder; a link with its target, a file with its text. */
  static Map<String, String> tree(Path root) {
    Map<String, String> tree = new TreeMap<>();
    try (var paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        if (Files.isSymbolicLink(path)) {
          tree.put(root.relativize(path).toString(), "-> " + Files.readSymbolicLink(path));
        } else if (Files.isRegularFile(path)) {
          tree.put(root.relativize(path).toString(), Files.readString(path));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tree;
  }
}
