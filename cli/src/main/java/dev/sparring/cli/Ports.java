package dev.sparring.cli;

import dev.sparring.orchestrator.run.RunException;

/** Ports that options name. */
final class Ports {
  private Ports() {}

  /** Throws, in one line, unless it is a port; 0 is any that is free. */
  static void require(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new RunException(option + " takes a whole number from 0 to 65535, not " + port);
    }
  }
}
