package dev.sparring.policy.rollout;

import dev.sparring.policy.rollout.VllmBackend.Published;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of a server: which adapters it has, and when to ask it again. */
final class ServerState {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  /** An adapter that a server has confirmed. */
  private record Loaded(String name, Published adapter) {}

  private final VllmServer server;
  private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();
  private final Map<String, WeightProbe.Seen> probed = new ConcurrentHashMap<>();
  private volatile boolean preparing;
  private volatile boolean reached;
  private int inFlight;
  private int faults;
  private int closed;
  private int broken;
  private int lost;
  private long askAgain;
  private Optional<String> trouble = Optional.empty();

  ServerState(VllmServer server) {
    this.server = server;
    this.askAgain = System.nanoTime();
  }

  VllmServer server() {
    return server;
  }

  /** The name of an adapter on this server; empty while it does not have it. */
  Optional<String> name(Published adapter) {
    return Optional.ofNullable(loaded.get(adapter.model()))
        .filter(has -> has.adapter().equals(adapter))
        .map(Loaded::name);
  }

  /** Whether the server may still have the adapter of a directory. */
  boolean holds(Path directory) {
    return loaded.values().stream().anyMatch(has -> has.adapter().directory().equals(directory));
  }

  /** Whether an adapter on it is needed by other requests than those for {@code model}. */
  boolean needs(String name, String model) {
    return loaded.entrySet().stream()
        .anyMatch(has -> !has.getKey().equals(model) && has.getValue().name().equals(name));
  }

  void has(Published adapter, String name, WeightProbe.Seen seen) {
    loaded.put(adapter.model(), new Loaded(name, adapter));
    probed.put(adapter.model(), seen);
  }

  Optional<WeightProbe.Seen> lastProbe(String model) {
    return Optional.ofNullable(probed.get(model));
  }

  /** Whether it has ever answered; one that has not was given nothing. */
  boolean reached() {
    return reached;
  }

  void answered() {
    reached = true;
  }

  void lostAll() {
    loaded.clear();
  }

  boolean preparing() {
    return preparing;
  }

  void preparing(boolean now) {
    preparing = now;
  }

  int inFlight() {
    return inFlight;
  }

  void sent() {
    inFlight++;
  }

  void returned() {
    inFlight--;
  }

  void idle() {
    inFlight = 0;
  }

  /** Whether it may be asked now. */
  boolean due(long now) {
    return now - askAgain >= 0;
  }

  /** It has confirmed an adapter; how long its next pause is, answers decide. */
  void confirmed() {
    trouble = Optional.empty();
  }

  /** It has answered as it should. */
  void worked() {
    faults = 0;
    closed = 0;
    broken = 0;
    lost = 0;
    trouble = Optional.empty();
  }

  /** A connection was closed; the first time a kept connection may just have been too old. */
  boolean closedAgain() {
    return closed++ > 0;
  }

  /** Whether it has lost adapters since it last worked; the next time counts from now. */
  boolean lostBefore() {
    return lost++ > 0;
  }

  /** How many broken answers it has given in a row, this one included. */
  int brokenAgain() {
    return ++broken;
  }

  /** It has not done what it should; it is asked again after a pause, which becomes longer. */
  void failed(String why, long now) {
    long pause = Math.min(LONGEST_PAUSE.toNanos(), FIRST_PAUSE.toNanos() << Math.min(faults, 10));
    faults++;
    broken = 0;
    askAgain = now + pause;
    trouble = Optional.of(why);
  }

  /** What is the matter with it; empty when nothing is. */
  Optional<String> trouble() {
    return trouble;
  }
}
