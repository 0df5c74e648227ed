package dev.sparring.policy.hub;

import dev.sparring.policy.checkpoint.CheckpointException;
import dev.sparring.policy.hub.HubClient.Listing;
import dev.sparring.policy.hub.HubClient.RemoteFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Models of the hub, as directories.
 *
 * <p>What the cache has is taken as it is and nobody is asked: a branch stays at the commit that it
 * meant when it was downloaded. Files are the cache's own; they are read, never written.
 */
public final class Hub {
  private static final Object ONE_AT_A_TIME = new Object();
  private final HubAccess access;
  private final RetryPolicy retryPolicy;
  private final DownloadListener listener;

  Hub(HubAccess access, RetryPolicy retryPolicy, DownloadListener listener) {
    this.access = access;
    this.retryPolicy = retryPolicy;
    this.listener = listener;
  }

  /**
   * The hub that the process's environment variables name.
   *
   * @param endpoint where the hub is, unless {@code HF_ENDPOINT} says otherwise
   */
  public static Hub of(String endpoint, DownloadListener listener) {
    return new Hub(HubAccess.of(System.getenv(), endpoint), RetryPolicy.USUAL, listener);
  }

  /**
   * Where a model of the hub would come from.
   *
   * @param cache its folder
   * @param proxy that the endpoint is asked through, without its password
   * @param token whether there is one
   * @param offline whether nothing may be asked for
   */
  public record Status(
      String endpoint, Path cache, Optional<String> proxy, boolean token, boolean offline) {}

  /**
   * What the process's environment variables say.
   *
   * @throws CheckpointException when they contradict themselves, in one line
   */
  public static Status status(String endpoint) {
    HubAccess access = HubAccess.of(System.getenv(), endpoint);
    return new Status(
        access.endpoint(),
        access.cache(),
        access.proxies().server(URI.create(access.endpoint())).map(Object::toString),
        access.token().isPresent(),
        access.offline());
  }

  /**
   * The snapshot of a model with configuration, tokenizer and chat template; with weights if they
   * happen to be there. The directory's name is the commit.
   *
   * @throws CheckpointException when it can't be had, in one line
   */
  public Path described(HubId id) {
    return snapshot(id, ModelFiles::described, false);
  }

  /** The snapshot of a model with its weights too. */
  public Path whole(HubId id) {
    return snapshot(id, ModelFiles::whole, true);
  }

  /** Whether a snapshot has all its weights. */
  public static boolean isWhole(Path snapshot) {
    return ModelFiles.whole(snapshot);
  }

  private Path snapshot(HubId id, Predicate<Path> complete, boolean weights) {
    HubCache cache = new HubCache(access.cache(), id, access.links());
    var known = cache.known().filter(complete);
    if (known.isPresent()) {
      return known.get();
    }
    if (access.offline()) {
      throw new CheckpointException(
          "there is no directory "
              + id
              + ", the cache "
              + access.cache()
              + " has no such model, or not all of it, and HF_HUB_OFFLINE forbids to download it");
    }
    synchronized (ONE_AT_A_TIME) { // file locks are a process's, not a thread's
      return download(id, cache, weights);
    }
  }

  private Path download(HubId id, HubCache cache, boolean weights) {
    HubClient client = new HubClient(access, retryPolicy);
    Listing listing = listing(client, id);
    requireModel(id, listing);
    HubId fixed = id.at(listing.commit());
    Path snapshot = cache.snapshot(listing.commit());
    if (!listing.files().contains(ModelFiles.OPTIONAL)) {
      try {
        cache.rememberAbsent(listing.commit(), ModelFiles.OPTIONAL);
      } catch (IOException e) {
        throw unwritable(e);
      }
    }
    Fetch fetch = new Fetch(client, cache, fixed, snapshot);
    ModelFiles.describing(listing.files()).forEach(fetch::file);
    if (weights && listing.files().contains(ModelFiles.WEIGHTS)) {
      fetch.file(ModelFiles.WEIGHTS);
    } else if (weights) {
      fetch.file(ModelFiles.INDEX);
      ModelFiles.shards(snapshot.resolve(ModelFiles.INDEX)).forEach(fetch::file);
    }
    try {
      cache.remember(listing.commit());
    } catch (IOException e) {
      throw unwritable(e);
    }
    return snapshot;
  }

  /** Who can't connect at all is told at once; a hub that answers badly gets its attempts. */
  private Listing listing(HubClient client, HubId id) {
    String failed =
        "can't reach "
            + access.endpoint()
            + access
                .proxies()
                .server(URI.create(access.endpoint()))
                .map(proxy -> " through the proxy " + proxy)
                .orElse("")
            + " for "
            + id
            + ", which is no directory and not in the cache";
    return retryPolicy.insist(
        failed,
        listener,
        () -> {
          try {
            return client.listing(id);
          } catch (ConnectException | HttpConnectTimeoutException e) {
            throw new CheckpointException(failed + ": " + RetryPolicy.reason(e), e);
          }
        });
  }

  /** Before anything is downloaded: what is missing there will not be found later either. */
  private void requireModel(HubId id, Listing listing) {
    List<String> missing = new ArrayList<>(ModelFiles.REQUIRED);
    missing.removeAll(listing.files());
    if (!listing.files().contains(ModelFiles.WEIGHTS)
        && !listing.files().contains(ModelFiles.INDEX)) {
      missing.add(ModelFiles.WEIGHTS);
    }
    if (!missing.isEmpty()) {
      throw new CheckpointException(
          id
              + " on "
              + access.endpoint()
              + " has no "
              + String.join(", no ", missing)
              + "; a model is a Hugging Face directory with safetensors");
    }
  }

  private CheckpointException unwritable(IOException e) {
    return new CheckpointException(
        "can't write to the cache "
            + access.cache()
            + ": "
            + e.getMessage()
            + "; HF_HUB_CACHE names another folder",
        e);
  }

  /** Brings files of one commit into its snapshot. */
  private final class Fetch {
    private final HubClient client;
    private final HubCache cache;
    private final HubId id;
    private final Path snapshot;

    Fetch(HubClient client, HubCache cache, HubId id, Path snapshot) {
      this.client = client;
      this.cache = cache;
      this.id = id;
      this.snapshot = snapshot;
    }

    void file(String name) {
      Path file = snapshot.resolve(name);
      if (Files.isRegularFile(file)) {
        return;
      }
      RemoteFile remote =
          retryPolicy.insist(
              "can't ask for " + name + " of " + id, listener, () -> client.head(id, name));
      try {
        FileChannel lock = cache.lock(remote.etag(), name, listener);
        try {
          if (!Files.isRegularFile(file)) { // else the one that we waited for has brought it
            blob(remote);
            cache.place(remote.etag(), file);
          }
        } finally {
          lock.close();
        }
      } catch (IOException e) {
        throw unwritable(e);
      }
    }

    private void blob(RemoteFile remote) {
      Path blob = cache.blob(remote.etag());
      if (!Files.isRegularFile(blob)) {
        new Download(client, retryPolicy, listener, remote, blob).run();
      }
    }
  }
}
