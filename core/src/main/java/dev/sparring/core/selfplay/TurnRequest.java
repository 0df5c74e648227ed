package dev.sparring.core.selfplay;

import dev.sparring.core.Attempt;
import dev.sparring.core.ChatMessage;
import dev.sparring.core.Problem;
import dev.sparring.core.Role;
import java.util.List;

/**
 * Turns that are to be written after one prompt.
 *
 * @param group as in {@link dev.sparring.core.Turn}
 * @param about the attempts that the prompt shows, in order
 * @param samples how many turns are written
 */
public record TurnRequest(
    Role role,
    Problem problem,
    int group,
    List<Attempt> about,
    List<ChatMessage> prompt,
    int samples) {
  public TurnRequest {
    about = List.copyOf(about);
    prompt = List.copyOf(prompt);
  }
}
