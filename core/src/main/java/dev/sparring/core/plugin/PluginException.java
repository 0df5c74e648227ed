package dev.sparring.core.plugin;

/** A plug-in can't be used. The message is one line for the user. */
public final class PluginException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public PluginException(String message) {
    super(message);
  }

  public PluginException(String message, Throwable cause) {
    super(message, cause);
  }
}
