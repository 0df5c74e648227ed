package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import java.util.List;

/**
 * Prompts with which a model is asked about answers of its own: about one alone, and about one with
 * reasons for each of several in view ("Think Twice Before Trusting", 2403.09972). Words are ours.
 */
public final class SelfJudgement {
  /** What a reply that calls an answer right begins with. */
  public static final String YES = "Yes";

  /** What a reply that calls an answer wrong begins with. */
  public static final String NO = "No";

  private SelfJudgement() {}

  /** Whether an answer is right; the reply is {@link #YES} or {@link #NO}. */
  public static List<ChatMessage> alone(String problem, String answer) {
    return List.of(
        ChatMessage.user(
            "Problem: "
                + problem
                + "\nProposed answer: "
                + answer
                + "\nIs the proposed answer right? Reply with Yes or No."));
  }

  /** Why an answer might be right; the reply is free text. */
  public static List<ChatMessage> reason(String problem, String answer) {
    return List.of(
        ChatMessage.user(
            "Problem: "
                + problem
                + "\nPossible answer: "
                + answer
                + "\nGive the best reason for this answer in at most two sentences."));
  }

  /**
   * Whether an answer is right, with the others and reasons for all of them in view.
   *
   * @param candidates among them {@code answer}
   * @param reasons one a candidate, in their order
   */
  public static List<ChatMessage> compared(
      String problem, List<String> candidates, List<String> reasons, String answer) {
    StringBuilder text = new StringBuilder("Problem: ").append(problem);
    for (int i = 0; i < candidates.size(); i++) {
      text.append("\nPossible answer: ").append(candidates.get(i));
      text.append("\nReason given: ").append(reasons.get(i).strip());
    }
    text.append("\nAt most one of these answers is right, and reasons may be wrong.");
    text.append("\nIs ").append(answer).append(" the right answer? Reply with Yes or No.");
    return List.of(ChatMessage.user(text.toString()));
  }
}
