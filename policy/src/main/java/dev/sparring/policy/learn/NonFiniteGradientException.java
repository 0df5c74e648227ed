package dev.sparring.policy.learn;

/**
 * The gradient of an optimizer step was NaN or infinite. The step was not taken; the message says
 * whether earlier steps of the same update changed weights.
 */
public final class NonFiniteGradientException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int stepsTaken;

  /**
   * @param stepsTaken optimizer steps of the same update that were taken before
   */
  public NonFiniteGradientException(int stepsTaken) {
    super("the gradient is not finite; " + changed(stepsTaken));
    this.stepsTaken = stepsTaken;
  }

  private static String changed(int steps) {
    return switch (steps) {
      case 0 -> "no weight was changed";
      case 1 -> "one optimizer step of this round had changed weights before";
      default -> steps + " optimizer steps of this round had changed weights before";
    };
  }

  /**
   * The exception for an update that had taken more steps before, on weights of other roles.
   *
   * @param earlierSteps optimizer steps on other weights
   */
  public NonFiniteGradientException after(int earlierSteps) {
    return new NonFiniteGradientException(earlierSteps + stepsTaken);
  }
}
