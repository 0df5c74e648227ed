package dev.sparring.template;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;

/**
 * One rendering: its output so far, what it may still spend, the clock it may ask, and whether
 * {@code {% autoescape %}} is on.
 */
final class RenderContext {
  private final Budget budget;
  private final Clock clock;
  private final boolean folding;
  private StringBuilder out = new StringBuilder();
  private boolean autoescape;
  private Map<String, ScopeStatement.Block> blocks = Map.of();

  RenderContext(Budget budget, Clock clock) {
    this(budget, clock, false);
  }

  private RenderContext(Budget budget, Clock clock, boolean folding) {
    this.budget = budget;
    this.clock = clock;
    this.folding = folding;
  }

  /** A context without output or variables, in which the parser computes constant expressions. */
  static RenderContext forConstants() {
    return new RenderContext(Budget.parsing(), Clock.systemUTC(), true);
  }

  Budget budget() {
    return budget;
  }

  Clock clock() {
    return clock;
  }

  /**
   * Whether a constant expression is being computed by the parser. Jinja does so too, and a few
   * operations are more lenient then.
   */
  boolean folding() {
    return folding;
  }

  boolean autoescape() {
    return autoescape;
  }

  void autoescape(boolean on) {
    autoescape = on;
  }

  void blocks(Map<String, ScopeStatement.Block> all) {
    blocks = all;
  }

  /** The variable {@code self}, whose blocks see {@code variables}. */
  TemplateReference reference(TemplateVariables variables) {
    return new TemplateReference(this, variables, blocks);
  }

  void write(String text) {
    budget.checkSize((long) out.length() + text.length());
    budget.spendOnText(text.length());
    out.append(text);
  }

  /** Writes what a call or filter block made, which has to be a text. */
  void writeText(Object value) {
    if (!Markup.isText(value)) {
      throw new TemplateRuntimeException(
          "a block makes a " + PythonTypes.typeName(value) + ", but only a str can be written");
    }
    write(Markup.text(value));
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
    if (Markup.isText(value)) {
      budget.spendOnText(Markup.text(value).length());
    }
    return value;
  }

  /**
   * Charges for a value that an operation has made, by its size, and refuses one that is too large.
   */
  Object measured(Object value) {
    if (Markup.isText(value)) {
      int length = Markup.text(value).length();
      budget.checkSize(length);
      budget.spendOnText(length);
    } else if (value instanceof Collection<?> items && !(value instanceof Range)) {
      budget.checkElements(items.size());
      budget.spend(1 + items.size() / 4);
    }
    return value;
  }
}
