package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression tree whose nodes compute themselves. Every node knows its line, for error messages.
 */
sealed interface Expression {
  int line();

  /**
   * Computes this node alone; callers use {@link #value}, which counts the step and places errors.
   */
  Object compute(Run run, Scope scope);

  default Object value(Run run, Scope scope) {
    try {
      run.budget().enter();
      try {
        run.budget().spend(1);
        return compute(run, scope);
      } finally {
        run.budget().leave();
      }
    } catch (Failure failure) {
      throw TemplateException.at(line(), failure.getMessage());
    }
  }

  static List<Object> values(List<Expression> parts, Run run, Scope scope) {
    List<Object> values = new ArrayList<>(parts.size());
    for (Expression part : parts) {
      values.add(part.value(run, scope));
    }
    return values;
  }

  record Literal(int line, Object constant) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return constant;
    }
  }

  record Variable(int line, String name) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return scope.find(name);
    }
  }

  record TupleLiteral(int line, List<Expression> items) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return new Tuple(values(items, run, scope));
    }
  }

  record ListLiteral(int line, List<Expression> items) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return values(items, run, scope);
    }
  }

  record DictLiteral(int line, List<Entry> entries) implements Expression {
    record Entry(Expression key, Expression value) {}

    @Override
    public Object compute(Run run, Scope scope) {
      Map<Object, Object> dict = new LinkedHashMap<>();
      for (Entry entry : entries) {
        Object key = Values.key(entry.key().value(run, scope));
        dict.put(key, entry.value().value(run, scope));
      }
      return dict;
    }
  }

  record Member(int line, Expression target, String name) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return Members.attribute(target.value(run, scope), name);
    }
  }

  record Item(int line, Expression target, Expression index) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object from = target.value(run, scope);
      return Members.item(run, from, index.value(run, scope));
    }
  }

  record Slice(int line, Expression target, Expression start, Expression stop, Expression step)
      implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object from = target.value(run, scope);
      Long first = bound(start, run, scope);
      Long last = bound(stop, run, scope);
      return Slices.slice(run, from, first, last, bound(step, run, scope));
    }

    private static Long bound(Expression bound, Run run, Scope scope) {
      Object value = bound == null ? null : bound.value(run, scope);
      return value == null ? null : (Long) Numbers.integer(value, "a slice");
    }
  }

  record Call(int line, Expression callee, CallArguments arguments) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object target = callee.value(run, scope);
      if (target instanceof Undefined undefined) {
        throw undefined.failure();
      }
      if (!(target instanceof Invocable invocable)) {
        throw new Failure("a value of type " + Values.typeName(target) + " cannot be called");
      }
      Arguments given = arguments.compute(run, scope, invocable.name() + "()");
      return run.measured(invocable.call(run, given));
    }
  }

  record Filtered(int line, String name, Filter filter, Expression input, CallArguments arguments)
      implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      if (filter == null) {
        throw new Failure(Filters.unknown(name));
      }
      Object value = run.read(input.value(run, scope));
      Arguments given = arguments.compute(run, scope, "the filter '" + name + "'");
      return run.measured(filter.apply(run, value, given));
    }
  }

  record Tested(
      int line,
      String name,
      IsTest test,
      boolean negated,
      Expression input,
      CallArguments arguments)
      implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      if (test == null) {
        throw new Failure(IsTests.unknown(name));
      }
      Object value = run.read(input.value(run, scope));
      Arguments given = arguments.compute(run, scope, "the test '" + name + "'");
      return test.holds(run, value, given) != negated;
    }
  }

  record Not(int line, Expression operand) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return !Values.isTrue(operand.value(run, scope));
    }
  }

  record Sign(int line, boolean minus, Expression operand) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      return Numbers.sign(operand.value(run, scope), minus);
    }
  }

  record Binary(int line, String operator, Expression left, Expression right)
      implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object a = left.value(run, scope);
      return run.measured(Operators.apply(run, operator, a, right.value(run, scope)));
    }
  }

  record Concatenation(int line, Expression left, Expression right) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      String start = Printer.text(run, left.value(run, scope));
      return run.measured(start + Printer.text(run, right.value(run, scope)));
    }
  }

  record Comparison(int line, Expression first, List<Link> links) implements Expression {
    record Link(String operator, Expression operand) {}

    @Override
    public Object compute(Run run, Scope scope) {
      Object left = first.value(run, scope);
      for (Link link : links) {
        Object right = link.operand().value(run, scope);
        if (!Comparisons.holds(run, link.operator(), left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    }
  }

  record And(int line, Expression left, Expression right) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object value = left.value(run, scope);
      return Values.isTrue(value) ? right.value(run, scope) : value;
    }
  }

  record Or(int line, Expression left, Expression right) implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      Object value = left.value(run, scope);
      return Values.isTrue(value) ? value : right.value(run, scope);
    }
  }

  record Conditional(int line, Expression test, Expression yes, Expression no)
      implements Expression {
    @Override
    public Object compute(Run run, Scope scope) {
      if (Values.isTrue(test.value(run, scope))) {
        return yes.value(run, scope);
      }
      return no == null
          ? new Undefined("the inline 'if' on line " + line + " is false and has no 'else'")
          : no.value(run, scope);
    }
  }
}
