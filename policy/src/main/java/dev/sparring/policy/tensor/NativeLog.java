package dev.sparring.policy.tensor;

import com.sun.jna.NativeLibrary;

/**
 * PyTorch's own log. Outside of Python, PyTorch does not read {@code TORCH_CPP_LOG_LEVEL} by
 * itself, so it would print warnings for its developers on the user's terminal.
 */
final class NativeLog {
  private NativeLog() {}

  /** Has PyTorch read the environment. If the library lacks the function, nothing changes. */
  static void configure() {
    try {
      NativeLibrary.getInstance("c10")
          .getFunction("_ZN3c1011initLoggingEv") // c10::initLogging()
          .invokeVoid(new Object[0]);
    } catch (LinkageError e) {
      return;
    }
  }
}
