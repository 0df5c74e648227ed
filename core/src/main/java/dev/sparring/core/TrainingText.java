package dev.sparring.core;

import java.util.List;

/**
 * Text to be learned by its likelihood (supervised fine-tuning).
 *
 * @param prompt what it follows, which is not learned; empty for plain text
 * @param text without an end-of-text token
 */
public record TrainingText(List<ChatMessage> prompt, String text) {
  public TrainingText {
    prompt = List.copyOf(prompt);
  }
}
