package dev.sparring.core.advantage;

/**
 * Role-conditioned advantage estimation: r − b, where b is the role's own running mean ("SPIRAL",
 * 2506.24119). The sequences come one after the other; each is compared with the b before it, and
 * then b ← 0.95·b + 0.05·r. Groups play no part, and sequences that agree are not zero until the
 * baseline has learned to expect them.
 */
record Spiral() implements Advantage {
  private static final double KEPT = 0.95;

  @Override
  public String configName() {
    return "spiral";
  }

  @Override
  public Advantages compute(Batch batch) {
    double[] values = new double[batch.size()];
    double baseline = batch.baseline();
    for (int i = 0; i < values.length; i++) {
      double reward = batch.rewards()[i];
      values[i] = reward - baseline;
      baseline = KEPT * baseline + (1 - KEPT) * reward;
    }
    return new Advantages(values, baseline);
  }
}
