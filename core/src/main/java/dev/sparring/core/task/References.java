package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Earlier problems in a prompt, and what is left of a problem without its details. */
final class References {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[.,][0-9]+)*");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private References() {}

  /** A prompt whose last message goes on with a numbered list of problems to differ from. */
  static List<ChatMessage> appended(List<ChatMessage> topic, List<String> references) {
    if (references.isEmpty()) {
      return topic;
    }
    List<ChatMessage> messages = new ArrayList<>(topic);
    ChatMessage last = messages.remove(messages.size() - 1);
    StringBuilder text = new StringBuilder(last.content());
    text.append("\n\nThese problems were asked before. Write one that differs from all of them.");
    for (int i = 0; i < references.size(); i++) {
      text.append("\n[").append(i + 1).append("] ").append(references.get(i));
    }
    messages.add(new ChatMessage(last.role(), text.toString()));
    return messages;
  }

  /** A problem with a # for every number, in single spaces. */
  static String withoutNumbers(String problem) {
    return SPACE.matcher(NUMBER.matcher(problem).replaceAll("#").strip()).replaceAll(" ");
  }
}
