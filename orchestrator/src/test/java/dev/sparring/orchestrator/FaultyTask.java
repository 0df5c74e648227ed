package dev.sparring.orchestrator;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.task.Parsed;
import dev.sparring.core.task.Task;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/** The task {@code addition} with a bug: the truth of some problems can't be told. */
public abstract class FaultyTask implements Task {
  private final Task sound =
      ServiceLoader.load(Task.class).stream()
          .filter(provider -> !FaultyTask.class.isAssignableFrom(provider.type()))
          .map(ServiceLoader.Provider::get)
          .filter(task -> task.name().equals("addition"))
          .findFirst()
          .orElseThrow();

  /** Fails on problems of the evaluation set, which the orchestrator asks about at the start. */
  public static final class Start extends FaultyTask {
    @Override
    public String name() {
      return "faulty-start";
    }

    @Override
    public Optional<String> truth(String problem) {
      throw new IllegalStateException("a bug at the start");
    }
  }

  /** Fails on problems that were proposed. */
  public static final class Round extends FaultyTask {
    @Override
    public String name() {
      return "faulty-round";
    }

    @Override
    public Optional<String> truth(String problem) {
      if (heldOut().contains(problem)) {
        return super.truth(problem);
      }
      throw new IllegalStateException("a bug in a round");
    }
  }

  @Override
  public String description() {
    return "fails";
  }

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
  public Optional<String> truth(String problem) {
    return sound.truth(problem);
  }

  @Override
  public List<String> heldOut() {
    return sound.heldOut();
  }
}
