package dev.sparring.sandbox.module;

/** A module that cannot be read, or that uses what the sandbox does not meter. */
public final class ModuleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModuleException(String message) {
    super(message);
  }
}
