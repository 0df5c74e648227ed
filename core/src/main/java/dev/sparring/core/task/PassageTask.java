package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.TrainingText;
import java.util.List;

/**
 * A task whose problems are passages with questions about them. {@link Task#question} asks for a
 * self-edit, text from which the passage can be learned, and {@link Task#parseAnswer(String,
 * String)} reads it. The questions are asked without the passage.
 */
public interface PassageTask extends Task {
  /**
   * A question about a passage.
   *
   * @param prompt without the passage
   * @param answer the right one, as {@link #parseReply(Asked, String)} gives it
   */
  record Asked(List<ChatMessage> prompt, String answer) {
    public Asked {
      prompt = List.copyOf(prompt);
    }
  }

  /** The questions about a passage, at least one. */
  List<Asked> asked(String passage);

  /**
   * Reads the reply to a question. Must accept any text and never throw.
   *
   * @return {@link Asked#answer} for a right reply, and another text for a wrong one
   */
  Parsed<String> parseReply(Asked asked, String completion);

  /**
   * The texts that a self-edit consists of, at least one.
   *
   * @param edit as {@link Task#parseAnswer(String, String)} gave it
   */
  List<TrainingText> texts(String passage, String edit);

  /** The passage itself as text to be learned. */
  TrainingText text(String passage);
}
