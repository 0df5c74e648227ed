package dev.sparring.core;

/**
 * One turn of a chat prompt.
 *
 * @param role the chat template's role: {@code system}, {@code user} or {@code assistant}
 * @param content the text
 */
public record ChatMessage(String role, String content) {
  /** A turn of the user. */
  public static ChatMessage user(String content) {
    return new ChatMessage("user", content);
  }

  /** A turn of the system. */
  public static ChatMessage system(String content) {
    return new ChatMessage("system", content);
  }
}
