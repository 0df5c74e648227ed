package dev.sparring.template;

import java.util.Map;
import java.util.Set;

/** A template that has been read: its statements, and its blocks by name. */
record ParsedTemplate(Statement.Body body, Map<String, ScopeStatement.Block> blocks, Scope scope) {
  private static final String SELF = "self";

  /** Finds all symbols; the template is complete afterwards. */
  static ParsedTemplate resolved(Statement.Body body, Map<String, ScopeStatement.Block> blocks) {
    Scope scope = new Scope();
    Symbols symbols = scope.openRoot();
    if (!NameWalk.read(body, Set.of(SELF)).isEmpty()) {
      symbols.parameter(SELF);
    }
    SymbolCollector.collect(symbols, body);
    new Resolver(symbols, false).body(body);
    return new ParsedTemplate(body, blocks, scope);
  }

  void render(RenderContext context, TemplateVariables variables) {
    context.blocks(blocks);
    Frame frame = Frame.ofTemplate(scope.symbols(), variables);
    if (scope.symbols().isOwn(SELF)) {
      frame.store(SELF, context.reference(variables));
    }
    body.run(context, frame);
  }
}
