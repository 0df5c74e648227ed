package dev.sparring.sandbox.wasm;

/** What the host throws through the guest to end it. Has no stack trace: it is no error. */
abstract sealed class GuestSignal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private GuestSignal(String message) {
    super(message, null, false, false);
  }

  /** The guest asked to end. */
  static final class Exit extends GuestSignal {
    private static final long serialVersionUID = 1L;
    final int code;

    Exit(int code) {
      super("exit " + code);
      this.code = code;
    }
  }

  /** The guest wrote more than it may. */
  static final class OutputFull extends GuestSignal {
    private static final long serialVersionUID = 1L;

    OutputFull() {
      super("too much output");
    }
  }

  /** The guest is where its snapshot is to be taken. */
  static final class Ready extends GuestSignal {
    private static final long serialVersionUID = 1L;

    Ready() {
      super("ready");
    }
  }
}
