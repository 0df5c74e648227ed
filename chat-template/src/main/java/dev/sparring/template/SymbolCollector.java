package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** Gathers the names that statements use in the scope they stand in, not in scopes further in. */
final class SymbolCollector {
  private Symbols symbols;

  private SymbolCollector(Symbols symbols) {
    this.symbols = symbols;
  }

  /** Adds the names of a body to {@code symbols}. */
  static void collect(Symbols symbols, Statement.Body body) {
    new SymbolCollector(symbols).body(body);
  }

  void body(Statement.Body body) {
    body.statements().forEach(statement -> statement.collect(this));
  }

  void load(String name) {
    symbols.load(name);
  }

  void loads(Expression expression) {
    if (expression != null) {
      expression.forEachVariable(this::load);
    }
  }

  void store(String name) {
    symbols.store(name);
  }

  void branches(List<Statement.Body> bodies) {
    Symbols around = symbols;
    List<Symbols> branches = new ArrayList<>();
    for (Statement.Body body : bodies) {
      symbols = around.copy();
      body(body);
      branches.add(symbols);
    }
    symbols = around;
    symbols.merge(branches);
  }
}
