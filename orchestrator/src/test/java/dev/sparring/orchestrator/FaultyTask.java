package dev.sparring.orchestrator;

import java.util.Optional;

/** The task {@code addition} with a bug: the truth of some problems can't be told. */
public abstract class FaultyTask extends AdditionInDisguise {
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
  public Optional<String> truth(String problem) {
    return sound.truth(problem);
  }
}
