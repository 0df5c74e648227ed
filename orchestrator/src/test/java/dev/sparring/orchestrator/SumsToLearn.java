package dev.sparring.orchestrator;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.TrainingText;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.PassageTask;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Passages for the bundled model: a passage is a sum, a self-edit an answer to it, and what is
 * asked afterwards is the same sum. So a self-edit earns something if it is a right answer.
 */
public final class SumsToLearn extends AdditionInDisguise implements PassageTask {
  @Override
  public String name() {
    return "sums-to-learn";
  }

  @Override
  public String description() {
    return "sums whose answers are learned";
  }

  @Override
  public Optional<Statement> drawn(RandomStream random) {
    String sum =
        String.format(Locale.ROOT, "%03d+%03d", random.below(0, 300), random.below(1, 300));
    return Optional.of(new Statement(sum, sum));
  }

  @Override
  public List<Asked> asked(String passage) {
    return List.of(new Asked(question(passage), sound.truth(passage).orElseThrow()));
  }

  @Override
  public Parsed<String> parseReply(Asked asked, String completion) {
    return parseAnswer(completion);
  }

  @Override
  public List<TrainingText> texts(String passage, String edit) {
    return List.of(new TrainingText(question(passage), "#" + edit));
  }

  @Override
  public TrainingText text(String passage) {
    return new TrainingText(List.of(ChatMessage.user("<S>")), passage);
  }
}
