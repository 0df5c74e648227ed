package dev.sparring.core.gate;

import dev.sparring.core.DropReason;
import java.util.Optional;

/** Shares of a round as numbers of problems. */
final class Shares {
  private Shares() {}

  /** The refusal, if one more than so many of {@code of} is more than a share. */
  static Optional<DropReason.Refused> full(
      long same, double share, int of, DropReason.Refused refusal) {
    return same + 1 > most(share, of) ? Optional.of(refusal) : Optional.empty();
  }

  /** How many of {@code of} a share is: at least one, so that no gate refuses a whole round. */
  static int most(double share, int of) {
    // Without the addition .07 of 100 is 7.000000000000001, and .29 of 100 is 28.999999999999996.
    return Math.max(1, (int) StrictMath.floor(share * of + 1e-9));
  }
}
