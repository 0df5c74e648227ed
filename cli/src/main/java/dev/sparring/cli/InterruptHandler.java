package dev.sparring.cli;

import dev.sparring.policy.tensor.NativeCallGate;
import java.time.Duration;
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

  private static final long WORDS_MILLIS = 1000;

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

  /**
   * The exit code of a command that was asked to finish.
   *
   * @param terminated the code after SIGTERM
   */
  static int exitCode(int terminated) {
    Signals.Received signal = FIRST.get();
    if (signal == null) {
      return INTERRUPTED;
    }
    return signal.terminates() ? terminated : signal.exitCode();
  }

  /**
   * Ends the process at once if it still runs so long after a SIGTERM; does nothing where it was
   * asked to finish otherwise. A person can press {@code ^C} again, and a supervisor can't.
   *
   * @param last called before; it is not waited for where it does not return, as on a full pipe
   */
  static void endAfter(Duration deadline, Runnable last) {
    Signals.Received signal = FIRST.get();
    if (signal == null || !signal.terminates()) {
      return;
    }
    daemon(
        () -> {
          try {
            Thread.sleep(deadline.toMillis());
            Thread words = daemon(last, "last words");
            words.join(WORDS_MILLIS);
            signal.obey();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        "shutdown deadline");
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }
}
