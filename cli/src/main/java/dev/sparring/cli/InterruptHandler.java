package dev.sparring.cli;

import dev.sparring.policy.tensor.NativeCallGate;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What {@code ^C} does: the first asks the command to finish, or ends the process where the command
 * has nothing to finish; the second ends it at once. Signals that ask for the same are treated the
 * same.
 */
final class InterruptHandler {
  private static final int INTERRUPTED = 130;

  /** A micro-batch of a large model takes some on two cores. */
  private static final long PATIENCE_SECONDS = 30;

  private static final AtomicReference<Signals.Received> FIRST = new AtomicReference<>();
  private static volatile Runnable request;

  private InterruptHandler() {}

  /** Has the process end so, and not before calls into the engine have. */
  static void prepare() {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> NativeCallGate.all().end(PATIENCE_SECONDS), "end of native calls"));
    Signals.handle(InterruptHandler::received);
  }

  private static void received(Signals.Received signal) {
    Runnable finish = request;
    if (!FIRST.compareAndSet(null, signal)) {
      signal.obey();
    } else if (finish == null) {
      System.exit(signal.exitCode());
    } else {
      finish.run();
    }
  }

  /** What the first {@code ^C} asks for; the command then ends by itself. */
  static void first(Runnable finish) {
    request = finish;
  }

  /** The exit code of a command that was asked to finish. */
  static int exitCode() {
    Signals.Received signal = FIRST.get();
    return signal == null ? INTERRUPTED : signal.exitCode();
  }
}
