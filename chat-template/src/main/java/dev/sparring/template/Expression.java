package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * An expression tree whose nodes compute themselves. Every node knows its line, for error messages.
 */
sealed interface Expression permits Expression.Simple, Access, Operation {
  int line();

  /** The expressions this one is made of, the one that is computed first in front. */
  List<Expression> children();

  /**
   * Computes this node alone; callers use {@link #value}, which counts the step and places errors.
   */
  Object compute(RenderContext context, Frame frame);

  default Object value(RenderContext context, Frame frame) {
    try {
      context.budget().enter();
      try {
        context.budget().spend(1);
        return compute(context, frame);
      } finally {
        context.budget().leave();
      }
    } catch (TemplateRuntimeException failure) {
      throw TemplateException.at(line(), failure.getMessage());
    }
  }

  /** Refuses, before anything is rendered, what can never be computed. */
  default void check(Resolver resolver) {
    children().forEach(child -> child.check(resolver));
  }

  /** Visits the names of all variables in this expression. */
  default void forEachVariable(Consumer<String> visitor) {
    children().forEach(child -> child.forEachVariable(visitor));
  }

  static List<Object> values(List<Expression> parts, RenderContext context, Frame frame) {
    List<Object> values = new ArrayList<>(parts.size());
    for (Expression part : parts) {
      values.add(part.value(context, frame));
    }
    return values;
  }

  /** Literals, variables, and the brackets around several values. */
  sealed interface Simple extends Expression {}

  record Literal(int line, Object constant) implements Simple {
    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (constant instanceof Double number && FloatText.isSpecial(number) && !context.folding()) {
        throw ConstantFolder.unwritable(number);
      }
      return constant;
    }
  }

  /** An expression whose value the parser has computed already. */
  record Folded(Expression original, Object constant, boolean writable) implements Simple {
    @Override
    public int line() {
      return original.line();
    }

    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (!writable && !context.folding()) {
        throw ConstantFolder.unwritable(constant);
      }
      return constant;
    }

    @Override
    public void forEachVariable(Consumer<String> visitor) {
      original.forEachVariable(visitor);
    }
  }

  record Variable(int line, String name) implements Simple {
    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (context.folding()) {
        throw new NotConstantException();
      }
      return frame.load(name);
    }

    @Override
    public void check(Resolver resolver) {
      if (resolver.symbols().find(name) == null) {
        // Jinja does not look for names in the filters of a set block.
        throw TemplateException.at(line, "'" + name + "' cannot be used here");
      }
    }

    @Override
    public void forEachVariable(Consumer<String> visitor) {
      visitor.accept(name);
    }
  }

  /** The text of a {@code set} or {@code filter} block, which its filters work on. */
  record Captured(int line) implements Simple {
    @Override
    public List<Expression> children() {
      return List.of();
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (context.folding()) {
        throw new NotConstantException();
      }
      return frame.captured();
    }
  }

  record TupleLiteral(int line, List<Expression> children) implements Simple {
    @Override
    public Object compute(RenderContext context, Frame frame) {
      return new Tuple(values(children, context, frame));
    }
  }

  record ListLiteral(int line, List<Expression> children) implements Simple {
    @Override
    public Object compute(RenderContext context, Frame frame) {
      return values(children, context, frame);
    }
  }

  /** Keys and values in turn. */
  record DictLiteral(int line, List<Expression> children) implements Simple {
    @Override
    public Object compute(RenderContext context, Frame frame) {
      Dict dict = new Dict();
      for (int i = 0; i < children.size(); i += 2) {
        Object key = children.get(i).value(context, frame);
        dict.put(context, key, children.get(i + 1).value(context, frame));
      }
      return dict;
    }
  }
}
