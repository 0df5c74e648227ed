package dev.sparring.policy.rollout;

/** A server did not do what it was asked. One line says what. */
final class ServerFault extends Exception {
  private static final long serialVersionUID = 1;

  /** What is to be done about it. */
  enum Kind {
    /** No answer: the server is gone, hangs, or has failed. It may come back. */
    GONE,
    /** The connection was closed before an answer; a kept connection may have been too old. */
    CLOSED,
    /** The server does not know the adapter, as after a restart. */
    UNKNOWN_MODEL,
    /** The answer is not what was asked for. */
    BROKEN,
    /** The server does not do such requests, as it was started. */
    REFUSED
  }

  private final Kind kind;

  ServerFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  ServerFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }
}
