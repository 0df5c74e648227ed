package dev.sparring.template;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Computes constant expressions when a template is parsed, as Jinja does. That shows: a slice of
 * what has no slices is undefined in a constant expression and an error in any other, and a filter
 * that is never reached need not exist.
 */
final class ConstantFolder {
  private final RenderContext context = RenderContext.forConstants();

  /** Constant expressions whose values cannot stand in their place, such as something undefined. */
  private final Set<Expression> constant = Collections.newSetFromMap(new IdentityHashMap<>());

  /** The value in place of the expression where that is constant, otherwise the expression. */
  Expression fold(Expression expression) {
    List<Expression> children = expression.children();
    boolean hopeless = !children.isEmpty() && !isConstant(children.get(0));
    if (hopeless || expression instanceof Expression.Literal) {
      return expression;
    }
    try {
      Object value = expression.value(context, null);
      if (isWritable(value)) {
        return new Expression.Folded(expression, value, isFinite(value));
      }
    } catch (NotConstantException | TemplateException | TemplateRuntimeException e) {
      return expression;
    }
    constant.add(expression);
    return expression;
  }

  private boolean isConstant(Expression expression) {
    return expression instanceof Expression.Literal
        || expression instanceof Expression.Folded
        || constant.contains(expression);
  }

  /** The text that a constant expression writes, or {@code null} when it is not constant. */
  String text(Expression expression, AutoescapeMode mode) {
    if (!isConstant(expression)) {
      return null;
    }
    try {
      Object value = expression.value(context, null);
      return mode == AutoescapeMode.ON
          ? Markup.escape(context, value).text()
          : PythonRepr.text(context, value);
    } catch (NotConstantException | TemplateException | TemplateRuntimeException e) {
      return null;
    }
  }

  /**
   * The truth of a constant expression, as a mode for {@code {% autoescape %}}; volatile for any
   * other.
   */
  AutoescapeMode mode(Expression expression) {
    if (!isConstant(expression)) {
      return AutoescapeMode.VOLATILE;
    }
    try {
      boolean on = PythonTypes.isTrue(expression.value(context, null));
      return on ? AutoescapeMode.ON : AutoescapeMode.OFF;
    } catch (NotConstantException | TemplateException e) {
      return AutoescapeMode.VOLATILE;
    }
  }

  /** Whether Jinja could write the value into a program. */
  private boolean isWritable(Object value) {
    if (isCollection(value)) {
      return !(value instanceof Tuple.Group) && all(value, this::isWritable);
    }
    return value == null
        || value instanceof Boolean
        || value instanceof Range
        || Complex.isOperand(value)
        || Markup.isText(value);
  }

  /** Python has no literal for infinity, so that a program with such a constant fails. */
  private boolean isFinite(Object value) {
    return isCollection(value)
        ? all(value, this::isFinite)
        : !(value instanceof Double number) || !FloatText.isSpecial(number);
  }

  private static boolean isCollection(Object value) {
    return value instanceof Dict || (value instanceof List && !(value instanceof Range));
  }

  private boolean all(Object collection, Predicate<Object> fits) {
    context.budget().enter();
    try {
      List<?> items = collection instanceof Dict dict ? dict.items() : (List<?>) collection;
      context.budget().spend(1 + items.size());
      return items.stream().allMatch(fits);
    } finally {
      context.budget().leave();
    }
  }

  static TemplateRuntimeException unwritable(Object value) {
    String shown =
        value instanceof Double number ? FloatText.special(number) : "an infinite number";
    return new TemplateRuntimeException("Jinja cannot use " + shown + " as a constant");
  }
}
