package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** Expressions that take an item of a value, or pass the value to a function, filter or test. */
sealed interface Access extends Expression {

  record Member(int line, Expression target, String name) implements Access {
    @Override
    public List<Expression> children() {
      return List.of(target);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      return Attributes.attribute(context, target.value(context, frame), name);
    }
  }

  record Item(int line, Expression target, Expression index) implements Access {
    @Override
    public List<Expression> children() {
      return List.of(target, index);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object from = target.value(context, frame);
      return Attributes.item(context, from, index.value(context, frame));
    }
  }

  /** Bounds that are left out are {@code null}. */
  record Slice(int line, Expression target, Expression start, Expression stop, Expression step)
      implements Access {
    @Override
    public List<Expression> children() {
      List<Expression> children = new ArrayList<>(List.of(target));
      for (Expression bound : new Expression[] {start, stop, step}) {
        if (bound != null) {
          children.add(bound);
        }
      }
      return children;
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object from = target.value(context, frame);
      Object first = bound(start, context, frame);
      Object last = bound(stop, context, frame);
      Object pace = bound(step, context, frame);
      return Slices.slice(context, from, first, last, pace, context.folding());
    }

    private static Object bound(Expression bound, RenderContext context, Frame frame) {
      return bound == null ? null : bound.value(context, frame);
    }
  }

  record Call(int line, Expression callee, ArgumentList arguments) implements Access {
    @Override
    public List<Expression> children() {
      return joined(callee, arguments);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      return call(context, frame, null);
    }

    /** Calls, and passes {@code caller} besides what is written unless it is {@code null}. */
    Object call(RenderContext context, Frame frame, Macro caller) {
      if (context.folding()) {
        throw new NotConstantException();
      }
      Object target = callee.value(context, frame);
      Undefined.refuse(target);
      if (!(target instanceof TemplateFunction function)) {
        throw new TemplateRuntimeException(
            "a value of type " + PythonTypes.typeName(target) + " cannot be called");
      }
      Arguments given = arguments.compute(context, frame, function.name() + "()", caller);
      return context.measured(function.call(context, given));
    }
  }

  /** A filter; {@code filter} is {@code null} when there is no filter of the name. */
  record Filtered(
      int line,
      String name,
      TemplateFilter filter,
      Expression input,
      ArgumentList arguments,
      AutoescapeMode mode)
      implements Access {
    @Override
    public List<Expression> children() {
      return joined(input, arguments);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (context.folding()) {
        refuseFolding(filter != null && !BuiltinFilters.needsRendering(name), mode);
        context.autoescape(mode == AutoescapeMode.ON);
      }
      if (filter == null) {
        throw new TemplateRuntimeException(BuiltinFilters.unknown(name));
      }
      Object value = context.read(input.value(context, frame));
      Arguments given = arguments.compute(context, frame, "the filter '" + name + "'");
      return context.measured(filter.apply(context, value, given));
    }

    @Override
    public void check(Resolver resolver) {
      if (filter == null && !resolver.soft()) {
        throw TemplateException.at(line, BuiltinFilters.unknown(name));
      }
      Access.super.check(resolver);
    }
  }

  /** A test; {@code test} is {@code null} when there is no test of the name. */
  record Tested(
      int line,
      String name,
      TemplateTest test,
      Expression input,
      ArgumentList arguments,
      AutoescapeMode mode)
      implements Access {
    @Override
    public List<Expression> children() {
      return joined(input, arguments);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (context.folding()) {
        refuseFolding(test != null, mode);
      }
      if (test == null) {
        throw new TemplateRuntimeException(BuiltinTests.unknown(name));
      }
      Object value = context.read(input.value(context, frame));
      Arguments given = arguments.compute(context, frame, "the test '" + name + "'");
      return test.holds(context, value, given);
    }

    @Override
    public void check(Resolver resolver) {
      if (test == null && !resolver.soft()) {
        throw TemplateException.at(line, BuiltinTests.unknown(name));
      }
      Access.super.check(resolver);
    }
  }

  private static void refuseFolding(boolean known, AutoescapeMode mode) {
    if (!known || mode == AutoescapeMode.VOLATILE) {
      throw new NotConstantException();
    }
  }

  private static List<Expression> joined(Expression first, ArgumentList arguments) {
    List<Expression> children = new ArrayList<>(List.of(first));
    children.addAll(arguments.expressions());
    return children;
  }
}
