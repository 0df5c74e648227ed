package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Statements whose body has a scope of its own and is written where it stands. */
sealed interface ScopeStatement extends Statement {

  /** {@code {% with a = 1, b = 2 %}}: values that are computed in the scope around. */
  record With(int line, List<Assign> assignments, Body body, Scope scope)
      implements ScopeStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      Frame inner = frame.enter(scope);
      for (Assign assignment : assignments) {
        assignment.target().assign(context, inner, assignment.value().value(context, frame));
      }
      Flow flow = body.run(context, inner);
      if (flow == Flow.NEXT) {
        inner.leave();
      }
      return flow;
    }

    @Override
    public void collect(SymbolCollector names) {
      assignments.forEach(assignment -> names.loads(assignment.value()));
    }

    @Override
    public void resolve(Resolver resolver) {
      assignments.forEach(assignment -> resolver.expression(assignment.value()));
      Symbols inner = scope.open(resolver.symbols());
      assignments.forEach(assignment -> assignment.target().forEachName(inner::parameter));
      SymbolCollector.collect(inner, body);
      resolver.in(inner).body(body);
    }

    @Override
    public void walk(NameWalk names) {
      assignments.forEach(assignment -> assignment.target().forEachName(names::parameter));
      assignments.forEach(assignment -> names.expression(assignment.value()));
      names.body(body);
    }
  }

  /** {@code {% autoescape on %}}. */
  record Autoescape(int line, Expression on, Body body, Scope scope) implements ScopeStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      Frame inner = frame.enter(scope);
      boolean before = context.autoescape();
      context.autoescape(PythonTypes.isTrue(on.value(context, inner)));
      Flow flow = body.run(context, inner);
      // A loop that is left from inside leaves the switch as it is, as in Jinja.
      if (flow == Flow.NEXT) {
        context.autoescape(before);
        inner.leave();
      }
      return flow;
    }

    @Override
    public void collect(SymbolCollector names) {}

    @Override
    public void resolve(Resolver resolver) {
      Symbols inner = scope.open(resolver.symbols());
      on.forEachVariable(inner::load);
      SymbolCollector.collect(inner, body);
      resolver.in(inner).expression(on);
      resolver.in(inner).body(body);
    }

    @Override
    public void walk(NameWalk names) {
      names.expression(on);
      names.body(body);
    }
  }

  /**
   * {@code {% block name %}}. It sees the variables of the template, and those around it only when
   * it is {@code scoped}. A {@code required} one waits for another template, which there never is.
   */
  record Block(int line, String name, boolean scoped, boolean required, Body body, Scope scope)
      implements ScopeStatement {
    private static final List<String> SPECIAL = List.of("self", "super");

    @Override
    public Flow execute(RenderContext context, Frame frame) {
      if (required) {
        throw new TemplateRuntimeException("Required block '" + name + "' not found");
      }
      render(context, scoped ? frame.locals() : frame.variables());
      return Flow.NEXT;
    }

    void render(RenderContext context, TemplateVariables variables) {
      Frame inner = Frame.ofBlock(scope.symbols(), variables);
      if (scope.symbols().isOwn("self")) {
        inner.store("self", context.reference(variables));
      }
      if (scope.symbols().isOwn("super")) {
        inner.store("super", new Undefined("there is no parent block called '" + name + "'."));
      }
      body.run(context, inner);
    }

    @Override
    public void collect(SymbolCollector names) {}

    @Override
    public void resolve(Resolver resolver) {
      Symbols inner = scope.openRoot();
      Set<String> read = NameWalk.read(body, Set.copyOf(SPECIAL));
      List<String> special = new ArrayList<>(SPECIAL);
      special.retainAll(read);
      special.forEach(inner::parameter);
      SymbolCollector.collect(inner, body);
      resolver.in(inner).body(body);
    }

    @Override
    public void walk(NameWalk names) {
      names.block(scoped, body);
    }
  }
}
