package dev.sparring.template;

/** Thrown while the parser computes an expression that turns out not to be constant. */
final class NotConstantException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotConstantException() {
    super("not constant", null, false, false);
  }
}
