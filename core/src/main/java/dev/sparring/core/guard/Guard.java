package dev.sparring.core.guard;

import dev.sparring.core.config.GuardSettings;
import dev.sparring.core.config.GuardSettings.Action;
import dev.sparring.core.guard.GuardState.Progress;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/** The rule of one guard. */
record Guard(GuardSettings settings) {

  /** What it remembers after a round in which its metric was {@code value}. */
  Progress after(Progress progress, int step, double value) {
    if (learning(progress)) {
      return Double.isFinite(value) ? progress.started(value) : progress;
    }
    double threshold = threshold(progress);
    boolean beyond = settings.below().isPresent() ? value < threshold : value > threshold;
    return beyond ? progress.beyond(step) : progress.within();
  }

  /**
   * The alarm of a round, if it is time for one. A warning comes again only when the streak has
   * grown by as much again; what stops a run insists, so that a resumed run stops too.
   */
  Optional<Alarm> alarm(Progress progress, double value) {
    boolean due =
        progress.streak() >= settings.rounds()
            && (!settings.action().goesOn() || progress.streak() % settings.rounds() == 0);
    return due && settings.action() != Action.OFF
        ? Optional.of(
            new Alarm(
                settings.name(),
                settings.action(),
                message(progress, value),
                progress.streakStart()))
        : Optional.empty();
  }

  /** Whether the metric's start is still being taken. */
  private boolean learning(Progress progress) {
    return settings.ofStart() && progress.startRounds() < settings.rounds();
  }

  private double threshold(Progress progress) {
    double threshold = settings.threshold();
    return settings.ofStart() ? threshold * progress.startMean() : threshold;
  }

  private String message(Progress progress, double value) {
    String start =
        settings.ofStart()
            ? " ("
                + shown(settings.threshold())
                + " × "
                + shown(progress.startMean())
                + " at the start)"
            : "";
    return settings.metric()
        + " has been "
        + (settings.below().isPresent() ? "below " : "above ")
        + shown(threshold(progress))
        + start
        + " for "
        + progress.streak()
        + (progress.streak() == 1 ? " round" : " rounds")
        + " (now "
        + shown(value)
        + ")";
  }

  /** Three digits, without the zero before the point. */
  private static String shown(double value) {
    if (Double.isInfinite(value)) {
      return value > 0 ? "infinite" : "minus infinite";
    }
    BigDecimal rounded = new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros();
    boolean tiny = value != 0 && Math.abs(value) < 1e-4;
    String digits = tiny ? rounded.toString() : rounded.toPlainString();
    return digits.replaceFirst("^(-?)0\\.", "$1.");
  }
}
