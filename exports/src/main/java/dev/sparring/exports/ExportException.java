package dev.sparring.exports;

/** An exporter can't begin; the message is one line that says what to do. */
public final class ExportException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ExportException(String message, Throwable cause) {
    super(message, cause);
  }
}
