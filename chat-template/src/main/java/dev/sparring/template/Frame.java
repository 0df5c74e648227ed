package dev.sparring.template;

import java.util.HashMap;
import java.util.Map;

/** A scope while it runs: its symbols, and the activation that holds their values. */
final class Frame {
  private final Symbols symbols;
  private final Activation activation;
  private final boolean top;
  private Object captured;

  private Frame(Symbols symbols, Activation activation, boolean top) {
    this.symbols = symbols;
    this.activation = activation;
    this.top = top;
  }

  /** The frame of a template; what is set in it is a variable of the template. */
  static Frame ofTemplate(Symbols symbols, TemplateVariables variables) {
    return new Frame(symbols, new Activation(symbols.function(), null, variables), true).entered();
  }

  /** The frame of a block, which sees the template's variables and no other frame. */
  static Frame ofBlock(Symbols symbols, TemplateVariables variables) {
    return new Frame(symbols, new Activation(symbols.function(), null, variables), false).entered();
  }

  /** Enters a scope inside of this one. */
  Frame enter(Scope scope) {
    return new Frame(scope.symbols(), activation, false).entered();
  }

  /** Begins a function that is defined inside of this frame; its parameters are still missing. */
  Frame call(Scope scope) {
    Symbols inner = scope.symbols();
    return new Frame(inner, activation.call(inner.function()), false).entered();
  }

  /** Gives all variables but parameters what they hold at the beginning. */
  private Frame entered() {
    symbols
        .loads()
        .forEach(
            (slot, load) -> {
              if (load instanceof Symbols.Load.Resolve resolve) {
                activation.set(slot, activation.variables().find(resolve.name()));
              } else if (load instanceof Symbols.Load.Alias alias) {
                activation.set(slot, activation.get(alias.outer()));
              } else if (load instanceof Symbols.Load.Unset) {
                activation.set(slot, Missing.MISSING);
              }
            });
    return this;
  }

  /** Forgets the variables of this scope, which a macro defined in it might still see. */
  void leave() {
    symbols.loads().keySet().forEach(slot -> activation.set(slot, Missing.MISSING));
  }

  TemplateVariables variables() {
    return activation.variables();
  }

  /** The value of a variable, undefined when it has none. */
  Object load(String name) {
    Object value = raw(name);
    return value == Missing.MISSING ? Undefined.variable(name) : value;
  }

  /** The value of a variable, or {@link Missing#MISSING}. */
  Object raw(String name) {
    return activation.get(symbols.find(name));
  }

  void store(String name, Object value) {
    activation.set(symbols.find(name), value);
  }

  /** Makes a variable of the template of a name that has just been set, in the outermost scope. */
  void export(String name) {
    if (top) {
      activation.variables().set(name, raw(name));
    }
  }

  /** Everything that has been set here and further out, for a block that may see it. */
  TemplateVariables locals() {
    Map<String, Object> locals = new HashMap<>();
    symbols
        .stored()
        .forEach(
            (name, slot) -> {
              Object value = activation.get(slot);
              if (value != Missing.MISSING) {
                locals.put(name, value);
              }
            });
    return activation.variables().with(locals);
  }

  /** The text that the filters of a {@code set} or {@code filter} block work on. */
  Object captured() {
    return captured;
  }

  void capture(Object text) {
    captured = text;
  }
}
