package dev.sparring.core.advantage;

import java.util.stream.DoubleStream;

/**
 * REINFORCE leave-one-out: r − mean of the others in the group ("Back to basics", 2402.14740). A
 * group of one has no others, and gets 0.
 */
record Rloo() implements Advantage {
  @Override
  public String configName() {
    return "rloo";
  }

  @Override
  public Advantages compute(Batch batch) {
    return new Advantages(Groups.apply(batch, Rloo::leaveOneOut), batch.baseline());
  }

  /** r − (sum − r) / (n − 1) = (r − mean) · n / (n − 1). */
  private static double[] leaveOneOut(double[] rewards) {
    double scale = rewards.length / (rewards.length - 1.0);
    return DoubleStream.of(Groups.centred(rewards)).map(value -> value * scale).toArray();
  }
}
