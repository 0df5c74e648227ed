package dev.sparring.template;

/** A value that can be called: a global function, a macro, or a method bound to its object. */
interface Invocable {
  String name();

  Object call(Run run, Arguments arguments);

  @FunctionalInterface
  interface Body {
    Object call(Run run, Arguments arguments);
  }

  /** A function given by its Java implementation. */
  record Function(String name, Body body) implements Invocable {
    @Override
    public Object call(Run run, Arguments arguments) {
      return body.call(run, arguments);
    }
  }
}
