package dev.sparring.template;

/** Statements that define a macro, or hand their body to one as a macro. */
sealed interface MacroStatement extends Statement {

  /** {@code {% macro name(parameters) %}}. */
  record Define(int line, Macro.Definition definition) implements MacroStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      frame.store(definition.name(), new Macro(definition, frame));
      frame.export(definition.name());
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      names.store(definition.name());
    }

    @Override
    public void resolve(Resolver resolver) {
      definition.resolve(resolver);
    }

    @Override
    public void walk(NameWalk names) {
      definition.walk(names);
    }
  }

  /** {@code {% call(parameters) macro() %}}: the macro finds the body under {@code caller}. */
  record CallBlock(int line, Access.Call call, Macro.Definition body) implements MacroStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      try {
        context.writeText(call.call(context, frame, new Macro(body, frame)));
      } catch (TemplateRuntimeException failure) {
        throw TemplateException.at(call.line(), failure.getMessage());
      }
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      names.loads(call);
    }

    @Override
    public void resolve(Resolver resolver) {
      body.resolve(resolver);
      resolver.expression(call);
    }

    @Override
    public void walk(NameWalk names) {
      names.expression(call);
      body.walk(names);
    }
  }

  /** Marks what the assistant generated; transformers masks by it, here it only groups. */
  record Generation(int line, Macro.Definition body) implements MacroStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      context.writeText(new Macro(body, frame).call(context, Arguments.none("generation")));
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {}

    @Override
    public void resolve(Resolver resolver) {
      body.resolve(resolver);
    }

    @Override
    public void walk(NameWalk names) {
      body.walk(names);
    }
  }
}
