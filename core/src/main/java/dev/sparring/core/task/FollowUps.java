package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import java.util.ArrayList;
import java.util.List;

/** Prompts in words about answers of a model's own. */
final class FollowUps {
  private FollowUps() {}

  /** Which of two answers is better; the reply is 1 or 2. */
  static List<ChatMessage> comparison(String problem, String first, String second) {
    return List.of(
        ChatMessage.user(
            "Here are two answers to the same task. Say which one is better.\n\nTask: "
                + problem
                + "\n\nAnswer 1: "
                + first.strip()
                + "\n\nAnswer 2: "
                + second.strip()
                + "\n\nWhich answer is better? Reply with the number 1 or 2 and nothing else."));
  }

  /** The conversation of a first answer, with the request to look at it again. */
  static List<ChatMessage> correction(List<ChatMessage> question, String answer) {
    List<ChatMessage> messages = new ArrayList<>(question);
    messages.add(new ChatMessage("assistant", answer));
    messages.add(
        ChatMessage.user(
            "There may be an error in this answer. Look for it, correct it if there is one, and"
                + " answer the problem again in the same form."));
    return messages;
  }
}
