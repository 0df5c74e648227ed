package dev.sparring.proposer;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;

/**
 * A toy: double a number, but not the one in the prompt. {@code 13} is held out; {@code 07} poses
 * the same problem as 7.
 */
final class Twice implements Task {
  @Override
  public String name() {
    return "twice";
  }

  @Override
  public String description() {
    return "twice a number";
  }

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return List.of(ChatMessage.user("a number, please (" + random.below(0, 1000) + ")"));
  }

  @Override
  public Optional<String> unasked(Statement statement, RandomStream random) {
    return statement.key().equals(String.valueOf(random.below(0, 1000)))
        ? Optional.of("the number of the prompt")
        : Optional.empty();
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return completion.matches("[0-9]{1,4}")
        ? Parsed.of(new Statement(Integer.valueOf(completion).toString(), completion))
        : Parsed.malformed("no number");
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return List.of(ChatMessage.user("twice " + problem));
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return completion.matches("[0-9]{1,4}") ? Parsed.of(completion) : Parsed.malformed("no number");
  }

  @Override
  public List<String> heldOut() {
    return List.of("13");
  }
}
