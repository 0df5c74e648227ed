package dev.sparring.template;

import java.util.Iterator;
import java.util.Set;

/**
 * {@code {% for target in iterable if test %}}; {@code test} is {@code null} when it is left out.
 *
 * @param around the function of a recursive loop, otherwise {@code null}
 */
record ForLoop(
    int line,
    AssignmentTarget target,
    Expression iterable,
    Expression test,
    Statement.Body body,
    Statement.Body otherwise,
    FunctionScope around,
    AutoescapeMode mode,
    Scopes scopes)
    implements Statement {
  private static final String LOOP = "loop";

  /** The scopes of a loop: its body, its test, and what it does when nothing was looped over. */
  record Scopes(Scope body, Scope test, Scope otherwise) {
    static Scopes unopened() {
      return new Scopes(new Scope(), new Scope(), new Scope());
    }
  }

  @Override
  public Flow execute(RenderContext context, Frame frame) {
    Object items = iterable.value(context, frame);
    if (around == null) {
      return loop(context, frame, frame, items, null, 0);
    }
    context.writeText(render(context, frame, items, 0));
    return Flow.NEXT;
  }

  /** What the recursive loop writes for some items. */
  private Object render(RenderContext context, Frame frame, Object items, long depth) {
    Frame inside = frame.call(scopes.body());
    String text =
        context.capture(
            () ->
                loop(
                    context,
                    frame,
                    inside,
                    items,
                    (other, deeper) -> render(context, frame, other, deeper),
                    depth));
    return Markup.when(mode.isOn(context), text);
  }

  /** Loops in {@code inside}, the frame of the function of the loop, after testing in another. */
  private Flow loop(
      RenderContext context,
      Frame frame,
      Frame inside,
      Object items,
      LoopContext.Recursion recursion,
      long depth) {
    Object tested = test == null ? items : tested(context, frame, items);
    LoopContext loop = new LoopContext(context, tested, recursion, depth);
    Frame inner = inside;
    boolean completed = false;
    Flow flow = Flow.NEXT;
    while (flow != Flow.BREAK) {
      Object item = loop.next();
      if (item == Missing.MISSING) {
        break;
      }
      context.budget().spend(1);
      inner = inside.enter(scopes.body());
      target.assign(context, inner, item);
      if (scopes.body().symbols().isOwn(LOOP)) {
        inner.store(LOOP, loop);
      }
      flow = body.run(context, inner);
      // An iteration that was left early does not count, as in Jinja.
      completed |= flow == Flow.NEXT;
    }
    if (inner != inside) {
      inner.leave();
    }
    return completed || otherwise.statements().isEmpty()
        ? Flow.NEXT
        : otherwise.run(context, inside.enter(scopes.otherwise()));
  }

  /** The items that pass the test, which are asked for one by one. */
  private Generator tested(RenderContext context, Frame frame, Object items) {
    return Generator.lazily(
        "t_1",
        () -> {
          Frame testing = frame.call(scopes.test());
          Iterator<Object> rest = Iterables.iterator(context, items);
          return () -> {
            while (rest.hasNext()) {
              context.budget().spend(1);
              target.assign(context, testing, rest.next());
              if (PythonTypes.isTrue(test.value(context, testing))) {
                return target.packed(testing);
              }
            }
            return Missing.MISSING;
          };
        });
  }

  @Override
  public void collect(SymbolCollector names) {
    names.loads(iterable);
  }

  @Override
  public void resolve(Resolver resolver) {
    resolver.expression(iterable);
    Symbols symbols = resolver.symbols();
    Symbols inner =
        around == null ? scopes.body().open(symbols) : scopes.body().openFunction(symbols, around);
    if (around != null || isExtended()) {
      inner.parameter(LOOP);
    }
    target.forEachName(inner::parameter);
    SymbolCollector.collect(inner, body);
    Symbols other =
        around == null
            ? scopes.otherwise().open(symbols)
            : scopes.otherwise().openFunction(symbols, around);
    SymbolCollector.collect(other, otherwise);
    if (test != null) {
      Symbols testing = scopes.test().openFunction(symbols, new FunctionScope());
      target.forEachName(testing::parameter);
      test.forEachVariable(testing::load);
      resolver.in(testing).expression(test);
    }
    if (NameWalk.assigns(this, LOOP)) {
      throw TemplateException.at(line, "the special variable 'loop' cannot be assigned in a loop");
    }
    resolver.in(inner).body(body);
    resolver.in(other).body(otherwise);
  }

  private boolean isExtended() {
    return !NameWalk.read(body, Set.of(LOOP)).isEmpty() || NameWalk.hasScopedBlock(this);
  }

  @Override
  public void walk(NameWalk names) {
    target.forEachName(names::assign);
    names.expression(iterable);
    names.body(body);
    names.body(otherwise);
    names.expression(test);
  }
}
