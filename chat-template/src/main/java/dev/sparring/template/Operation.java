package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/** Expressions with an operator. */
sealed interface Operation extends Expression {

  record Not(int line, Expression operand) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      return !PythonTypes.isTrue(operand.value(context, frame));
    }
  }

  record Sign(int line, boolean minus, Expression operand) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(operand);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      return Numbers.sign(operand.value(context, frame), minus);
    }
  }

  record Binary(int line, String operator, Expression left, Expression right) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object a = left.value(context, frame);
      Object b = right.value(context, frame);
      return context.measured(
          isSignedPower(context, a)
              ? Numbers.sign(Operators.apply(context, operator, Numbers.sign(a, true), b), true)
              : Operators.apply(context, operator, a, b));
    }

    /**
     * Jinja writes a negative constant into its program as it is, and there the power binds tighter
     * than the sign: {@code (-2) ** x} is {@code -(2 ** x)} when {@code x} is a variable.
     */
    private boolean isSignedPower(RenderContext context, Object a) {
      boolean constant = left instanceof Expression.Folded || left instanceof Expression.Literal;
      return operator.equals("**")
          && constant
          && !context.folding()
          && Numbers.isNumber(a)
          && NumberFormat.isNegative(a);
    }
  }

  /** {@code a ~ b ~ c}: texts of all values, joined. */
  record Concat(int line, List<Expression> children, AutoescapeMode mode) implements Operation {
    @Override
    public Object compute(RenderContext context, Frame frame) {
      List<Object> values = Expression.values(children, context, frame);
      boolean escaping =
          mode == AutoescapeMode.ON
              && !context.folding()
              && values.stream().anyMatch(Markup.class::isInstance);
      StringBuilder out = new StringBuilder();
      for (Object value : values) {
        out.append(
            escaping ? Markup.escape(context, value).text() : PythonRepr.text(context, value));
        context.budget().checkSize(out.length());
      }
      return context.measured(Markup.when(escaping, out.toString()));
    }
  }

  /** A chain such as {@code 1 < x <= 3}, in which every operand is computed once. */
  record Comparison(int line, List<Expression> children, List<String> operators)
      implements Operation {
    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object left = children.get(0).value(context, frame);
      for (int i = 0; i < operators.size(); i++) {
        Object right = children.get(i + 1).value(context, frame);
        if (!Comparisons.holds(context, operators.get(i), left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }

  record And(int line, Expression left, Expression right) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object value = left.value(context, frame);
      return PythonTypes.isTrue(value) ? right.value(context, frame) : value;
    }
  }

  record Or(int line, Expression left, Expression right) implements Operation {
    @Override
    public List<Expression> children() {
      return List.of(left, right);
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      Object value = left.value(context, frame);
      return PythonTypes.isTrue(value) ? value : right.value(context, frame);
    }
  }

  /** {@code yes if test else no}; {@code no} is {@code null} when it is left out. */
  record Conditional(int line, Expression test, Expression yes, Expression no)
      implements Operation {
    @Override
    public List<Expression> children() {
      List<Expression> children = new ArrayList<>(List.of(test, yes));
      if (no != null) {
        children.add(no);
      }
      return children;
    }

    @Override
    public Object compute(RenderContext context, Frame frame) {
      if (PythonTypes.isTrue(test.value(context, frame))) {
        return yes.value(context, frame);
      }
      if (no != null) {
        return no.value(context, frame);
      }
      if (context.folding()) {
        throw new NotConstantException();
      }
      return new Undefined("the inline 'if' on line " + line + " is false and has no 'else'");
    }

    @Override
    public void check(Resolver resolver) {
      Operation.super.check(resolver.softly());
    }
  }
}
