package dev.sparring.template;

/** Statements that catch what their body writes, and do something else with it. */
sealed interface CaptureStatement extends Statement {

  /**
   * {@code {% set target | filters %}…{% endset %}}; {@code filters} is {@code null} without any.
   */
  record AssignBlock(
      int line,
      AssignmentTarget target,
      Expression filters,
      Body body,
      AutoescapeMode mode,
      Scope scope)
      implements CaptureStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      Frame inner = frame.enter(scope);
      Capture capture = Capture.of(context, inner, body);
      if (capture.flow() != Flow.NEXT) {
        return capture.flow();
      }
      Object value = capture.text();
      if (filters != null) {
        inner.capture(Markup.when(mode.isOn(context), capture.text()));
        value = filters.value(context, inner);
      }
      if (context.autoescape()) {
        value = new Markup(PythonRepr.text(context, value));
      }
      target.assign(context, frame, value);
      target.forEachName(frame::export);
      inner.leave();
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      target.forEachNamespace(names::load);
      target.forEachName(names::store);
    }

    @Override
    public void resolve(Resolver resolver) {
      Symbols inner = scope.open(resolver.symbols());
      SymbolCollector.collect(inner, body);
      resolver.in(inner).body(body);
      resolver.in(inner).expression(filters);
    }

    @Override
    public void walk(NameWalk names) {
      target.forEachName(names::assign);
      names.expression(filters);
      names.body(body);
    }
  }

  /** {@code {% filter filters %}…{% endfilter %}}. */
  record FilterBlock(int line, Expression filters, Body body, AutoescapeMode mode, Scope scope)
      implements CaptureStatement {
    @Override
    public Flow execute(RenderContext context, Frame frame) {
      Frame inner = frame.enter(scope);
      Capture capture = Capture.of(context, inner, body);
      if (capture.flow() != Flow.NEXT) {
        return capture.flow();
      }
      inner.capture(Markup.when(mode.isOn(context), capture.text()));
      context.writeText(filters.value(context, inner));
      inner.leave();
      return Flow.NEXT;
    }

    @Override
    public void collect(SymbolCollector names) {
      names.loads(filters);
    }

    @Override
    public void resolve(Resolver resolver) {
      Symbols inner = scope.open(resolver.symbols());
      SymbolCollector.collect(inner, body);
      filters.forEachVariable(inner::load);
      resolver.in(inner).body(body);
      resolver.in(inner).expression(filters);
    }

    @Override
    public void walk(NameWalk names) {
      names.body(body);
      names.expression(filters);
    }
  }

  /** What a body has written, and how it ended. */
  record Capture(String text, Flow flow) {
    static Capture of(RenderContext context, Frame frame, Body body) {
      Flow[] flow = new Flow[1];
      String text = context.capture(() -> flow[0] = body.run(context, frame));
      return new Capture(text, flow[0]);
    }
  }
}
