package dev.sparring.orchestrator;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.ServiceLoader;

/** Asks and answers as the task {@code addition} does; tests add what they need. */
abstract class AdditionInDisguise implements Task {
  /** The task itself. */
  final Task sound =
      ServiceLoader.load(Task.class).stream()
          .filter(provider -> provider.type().getSimpleName().equals("Addition"))
          .map(ServiceLoader.Provider::get)
          .findFirst()
          .orElseThrow();

  @Override
  public List<ChatMessage> topic(RandomStream random) {
    return sound.topic(random);
  }

  @Override
  public Parsed<Statement> parseProblem(String completion) {
    return sound.parseProblem(completion);
  }

  @Override
  public List<ChatMessage> question(String problem) {
    return sound.question(problem);
  }

  @Override
  public Parsed<String> parseAnswer(String completion) {
    return sound.parseAnswer(completion);
  }

  @Override
  public List<String> heldOut() {
    return sound.heldOut();
  }
}
