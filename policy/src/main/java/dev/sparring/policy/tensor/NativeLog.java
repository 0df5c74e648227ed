package dev.sparring.policy.tensor;

import com.sun.jna.NativeLibrary;

/**
 * PyTorch's own log. Outside of Python nobody reads {@code TORCH_CPP_LOG_LEVEL}, so its warnings to
 * developers would land in the middle of a user's terminal.
 */
final class NativeLog {
  private NativeLog() {}

  /** Has PyTorch read the environment; where it can't be asked to, its log stays as it is. */
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
