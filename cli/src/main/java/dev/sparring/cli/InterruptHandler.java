package dev.sparring.cli;

import dev.sparring.policy.tensor.NativeCallGate;

/**
 * What {@code ^C} does, and any other end of this process: what a command wants, then the engine
 * stops.
 */
final class InterruptHandler {
  /** A micro-batch of a large model takes some on two cores. */
  private static final long PATIENCE_SECONDS = 30;

  private static final Thread HOOK = new Thread(InterruptHandler::happens, "interrupt");

  private static volatile Runnable request = () -> {};

  private InterruptHandler() {}

  /** Has the process end so. */
  static void prepare() {
    Runtime.getRuntime().addShutdownHook(HOOK);
  }

  private static void happens() {
    request.run();
    NativeCallGate.all().end(PATIENCE_SECONDS);
  }

  /** What comes first, while the engine still computes. */
  static void first(Runnable request) {
    InterruptHandler.request = request;
  }

  /** Waits until all of it is done. */
  static void await() throws InterruptedException {
    HOOK.join();
  }
}
