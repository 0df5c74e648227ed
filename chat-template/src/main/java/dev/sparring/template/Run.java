package dev.sparring.template;

import java.time.Clock;
import java.util.Collection;

/** One rendering: its output so far, what it may still spend, and the clock it may ask. */
final class Run {
  private final Budget budget;
  private final Clock clock;
  private StringBuilder out = new StringBuilder();

  Run(Budget budget, Clock clock) {
    this.budget = budget;
    this.clock = clock;
  }

  Budget budget() {
    return budget;
  }

  Clock clock() {
    return clock;
  }

  void write(String text) {
    budget.checkSize((long) out.length() + text.length());
    budget.spendOnText(text.length());
    out.append(text);
  }

  String output() {
    return out.toString();
  }

  /** Runs {@code body} and returns what it wrote, which does not reach the output. */
  String capture(Runnable body) {
    StringBuilder around = out;
    out = new StringBuilder();
    try {
      body.run();
      return out.toString();
    } finally {
      out = around;
    }
  }

  /** Charges for a value that an operation is going to look through. */
  Object read(Object value) {
    if (value instanceof String text) {
      budget.spendOnText(text.length());
    }
    return value;
  }

  /**
   * Charges for a value that an operation has made, by its size, and refuses one that is too large.
   */
  Object measured(Object value) {
    if (value instanceof String text) {
      budget.checkSize(text.length());
      budget.spendOnText(text.length());
    } else if (value instanceof Collection<?> items && !(value instanceof Range)) {
      // An element weighs as much as eight characters.
      budget.checkSize(8L * items.size());
      budget.spend(1 + items.size() / 4);
    }
    return value;
  }
}
