package dev.sparring.core.selfplay;

/**
 * How far a run is.
 *
 * @param step the round, from 1
 * @param steps rounds of the whole run
 */
public record Progress(int step, int steps) {
  /** Share of the rounds that are over when this one begins, from 0 to below 1. */
  public double before() {
    return (step - 1.0) / steps;
  }
}
