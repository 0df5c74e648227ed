package dev.sparring.cluster;

import akka.event.EventStream;
import akka.remote.FailureDetector;
import com.typesafe.config.Config;

/**
 * Takes every node for reachable. Workers have it: whether a worker is lost is for the trainer to
 * decide, and whether the trainer is lost {@link WorkerProcess} finds out over HTTP. Workers that
 * lose sight of each other change nothing.
 */
public final class TrustingFailureDetector implements FailureDetector {
  /** Called by Akka. */
  public TrustingFailureDetector(Config config, EventStream events) {}

  @Override
  public boolean isAvailable() {
    return true;
  }

  @Override
  public boolean isMonitoring() {
    return true;
  }

  @Override
  public void heartbeat() {
    // what it says is known already
  }
}
