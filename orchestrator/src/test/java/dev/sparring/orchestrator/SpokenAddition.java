package dev.sparring.orchestrator;

/** The task {@code addition}, whose models are taken to know words: gates may ask them. */
public final class SpokenAddition extends AdditionInDisguise {
  @Override
  public String name() {
    return "spoken-addition";
  }

  @Override
  public String description() {
    return "sums of models that are asked in words";
  }
}
