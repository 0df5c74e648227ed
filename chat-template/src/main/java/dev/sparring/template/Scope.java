package dev.sparring.template;

/**
 * A scope that a statement opens. Its symbols are found once the whole template has been read, for
 * they depend on what follows; afterwards a scope never changes.
 */
final class Scope {
  private Symbols symbols;

  Symbols symbols() {
    return symbols;
  }

  /** Opens the scope inside of {@code around}. */
  Symbols open(Symbols around) {
    symbols = around.inner();
    return symbols;
  }

  /** Opens the scope inside of {@code around}, as the outermost of a function. */
  Symbols openFunction(Symbols around, FunctionScope function) {
    symbols = around.inner(function);
    return symbols;
  }

  /** Opens the scope as one that sees no other. */
  Symbols openRoot() {
    symbols = Symbols.root();
    return symbols;
  }
}
