package dev.sparring.core;

/**
 * One turn of a chat prompt.
 *
 * @param role the chat template's role: {@code system}, {@code user} or {@code assistant}
 * @param content the text
 */
public record Message(String role, String content) {
  /** A turn of the user. */
  public static Message user(String content) {
    return new Message("user", content);
  }

  /** A turn of the system. */
  public static Message system(String content) {
    return new Message("system", content);
  }
}
