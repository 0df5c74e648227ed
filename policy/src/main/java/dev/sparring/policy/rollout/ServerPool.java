package dev.sparring.policy.rollout;

import dev.sparring.core.config.RolloutSettings;
import dev.sparring.policy.rollout.ServerFault.Kind;
import dev.sparring.policy.rollout.VllmBackend.Published;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The servers of a run. A server can be used once it has confirmed the adapter that is wanted. One
 * that does not answer, or not as it should, is asked again after a pause, and is then given the
 * adapter anew, for it may have been started again.
 */
final class ServerPool {
  private final List<ServerState> servers;
  private final WeightProbe probe;
  private final WeightLoader loader;
  private final RolloutSettings settings;
  private final Duration timeout;
  private final ExecutorService threads;
  private final Consumer<String> note;
  private boolean saidNone;

  ServerPool(
      List<ServerState> servers,
      WeightProbe probe,
      WeightLoader loader,
      RolloutSettings settings,
      Duration timeout,
      ExecutorService threads,
      Consumer<String> note) {
    this.servers = servers;
    this.probe = probe;
    this.loader = loader;
    this.settings = settings;
    this.timeout = timeout;
    this.threads = threads;
    this.note = note;
  }

  List<ServerState> servers() {
    return servers;
  }

  Duration timeout() {
    return timeout;
  }

  /** Gives a server its first adapter; every fault is one for a person. */
  void prepareFirst(ServerState server, Published adapter) {
    try {
      WeightProbe.Written written = probe.load(server, adapter);
      server.has(adapter, written.name(), probe.confirm(server, adapter, written));
      server.worked();
    } catch (ServerFault e) {
      throw new RolloutException(server.server().address() + ": " + e.getMessage(), e);
    }
  }

  /** Unloads all adapters of this run from a server. */
  void removeOwn(ServerState server) {
    try {
      loader.removeOwn(server);
      server.answered();
      server.lostAll();
    } catch (ServerFault e) {
      throw new RolloutException(server.server().address() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Begins to give an adapter to servers that do not have it and may be asked.
   *
   * @param then told what a server wrote for the probe, or its fault, on another thread
   */
  void prepare(Published adapter, Prepared then) {
    long now = System.nanoTime();
    for (ServerState server : servers) {
      if (!server.preparing() && server.name(adapter).isEmpty() && server.due(now)) {
        server.preparing(true);
        CompletableFuture.supplyAsync(() -> load(server, adapter), threads)
            .whenComplete(
                (written, failure) -> {
                  server.preparing(false);
                  then.done(
                      server,
                      Optional.ofNullable(written),
                      Optional.ofNullable(failure).map(VllmServer::fault));
                });
      }
    }
  }

  /** Told how the preparation of a server ended. */
  interface Prepared {
    void done(
        ServerState server, Optional<WeightProbe.Written> written, Optional<ServerFault> fault);
  }

  private WeightProbe.Written load(ServerState server, Published adapter) {
    try {
      return probe.load(server, adapter);
    } catch (ServerFault e) {
      throw new CompletionException(e);
    }
  }

  /** A server has been given an adapter: it can be used if it writes as it should. */
  void prepared(ServerState server, Published adapter, WeightProbe.Written written) {
    try {
      server.has(adapter, written.name(), probe.confirm(server, adapter, written));
      if (server.trouble().isPresent()) {
        note.accept(server.server().address() + " can be used again");
      }
      server.confirmed();
      saidNone = false;
    } catch (ServerFault e) {
      failed(server, e);
    }
  }

  /** The idlest server that has an adapter and room for a request. */
  Optional<ServerState> free(Published adapter, Optional<ServerState> butNot) {
    return servers.stream()
        .filter(server -> server.name(adapter).isPresent())
        .filter(server -> server.inFlight() < settings.inFlight())
        .filter(server -> !butNot.equals(Optional.of(server)))
        .min(Comparator.comparingInt(ServerState::inFlight));
  }

  /** A server did not do what it was asked. */
  void failed(ServerState server, ServerFault fault) {
    if (fault.kind() == Kind.CLOSED && !server.closedAgain()) {
      return;
    }
    boolean first = !server.trouble().equals(Optional.of(fault.getMessage()));
    server.lostAll();
    server.failed(fault.getMessage(), System.nanoTime());
    if (first) {
      note.accept(server.server().address() + ": " + fault.getMessage());
    }
  }

  /** A server does not know its adapter any more; it is given the adapter again. */
  void lost(ServerState server, ServerFault fault) {
    server.lostAll();
    if (!server.lostBefore()) {
      note.accept(server.server().address() + ": " + fault.getMessage() + "; it is loaded again");
    } else {
      failed(server, fault);
    }
  }

  /** Says so when no server can be used. */
  void sayIfNone() {
    boolean none = servers.stream().allMatch(server -> server.trouble().isPresent());
    if (none && !saidNone) {
      saidNone = true;
      note.accept(
          "no server of policy.rollout.servers can be used, and the run waits for one: "
              + servers.stream()
                  .map(s -> s.server().address() + ": " + s.trouble().orElse(""))
                  .collect(Collectors.joining("; ")));
    }
  }
}
