package dev.sparring.core.selfplay;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.TrainingText;
import java.util.List;

/**
 * Something to be tried with the policy: a scratch adapter over its weights learns texts, the
 * policy with that adapter answers questions, and the adapter is thrown away.
 *
 * @param id of the attempt that is tried
 * @param texts to be learned; without any the policy answers as it is
 * @param learning how they are learned
 * @param questions prompts, each answered once
 * @param random fills the fresh adapter, and draws the answers
 */
public record Adaptation(
    String id,
    List<TrainingText> texts,
    InnerLearning learning,
    List<List<ChatMessage>> questions,
    RandomStream random) {
  public Adaptation {
    texts = List.copyOf(texts);
    questions = questions.stream().map(List::copyOf).toList();
  }
}
