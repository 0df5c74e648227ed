package dev.sparring.template;

import java.util.Arrays;

/** One run of a function: the values of its variables. */
final class Activation {
  private final FunctionScope function;
  private final Activation outer;
  private final TemplateVariables variables;
  private final Object[] values;

  Activation(FunctionScope function, Activation outer, TemplateVariables variables) {
    this.function = function;
    this.outer = outer;
    this.variables = variables;
    this.values = new Object[function.size()];
    Arrays.fill(values, Missing.MISSING);
  }

  TemplateVariables variables() {
    return variables;
  }

  /** A run of a function that is defined inside of this one's. */
  Activation call(FunctionScope inner) {
    return new Activation(inner, this, variables);
  }

  Object get(Slot slot) {
    return owner(slot).values[slot.index()];
  }

  void set(Slot slot, Object value) {
    owner(slot).values[slot.index()] = value;
  }

  private Activation owner(Slot slot) {
    Activation owner = this;
    while (owner.function != slot.function()) {
      owner = owner.outer;
    }
    return owner;
  }
}
