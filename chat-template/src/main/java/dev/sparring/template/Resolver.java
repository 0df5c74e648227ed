package dev.sparring.template;

/**
 * The second pass over a template: it finds the symbols of all scopes, and refuses filters and
 * tests that nobody knows.
 *
 * @param symbols the scope that is being looked at
 * @param soft whether an unknown filter or test only fails when it is reached, as in the branches
 *     of a condition
 */
record Resolver(Symbols symbols, boolean soft) {
  Resolver softly() {
    return new Resolver(symbols, true);
  }

  /** For the inside of a scope, in which nothing is soft to begin with. */
  Resolver in(Symbols inner) {
    return new Resolver(inner, false);
  }

  void body(Statement.Body body) {
    body.statements().forEach(statement -> statement.resolve(this));
  }

  void expression(Expression expression) {
    if (expression != null) {
      expression.check(this);
    }
  }
}
