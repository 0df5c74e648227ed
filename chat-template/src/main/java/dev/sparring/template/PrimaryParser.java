package dev.sparring.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What stands between operators: literals and names, with the subscripts and calls behind them. */
final class PrimaryParser {
  private final TokenStream tokens;
  private final ExpressionParser outer;
  private final FilterParser filters;
  private final ArgumentParser arguments;

  PrimaryParser(TokenStream tokens, ExpressionParser outer) {
    this.tokens = tokens;
    this.outer = outer;
    this.arguments = new ArgumentParser(tokens, outer);
    this.filters = new FilterParser(tokens, outer, this, arguments);
  }

  Expression unary(boolean filtered) {
    tokens.enter();
    int line = tokens.line();
    Expression operand;
    if (tokens.skipOperator("-")) {
      operand = outer.built(new Operation.Sign(line, true, unary(false)));
    } else if (tokens.skipOperator("+")) {
      operand = outer.built(new Operation.Sign(line, false, unary(false)));
    } else {
      operand = postfix(primary());
    }
    tokens.leave();
    return filtered ? filters.filtersAndTests(operand) : operand;
  }

  /** A literal or name with its subscripts and calls, without sign, filters and tests. */
  Expression operand() {
    return postfix(primary());
  }

  /** Filters behind the tag of a block, the first without its bar. */
  Expression filters(Expression input) {
    return filters.filters(input);
  }

  private Expression primary() {
    Token token = tokens.peek();
    return switch (token.kind()) {
      case NAME -> name(tokens.next());
      case STRING -> new Expression.Literal(token.line(), strings());
      case INTEGER -> new Expression.Literal(token.line(), integer(tokens.next()));
      case FLOAT -> new Expression.Literal(token.line(), Double.valueOf(tokens.next().text()));
      case OPERATOR -> bracketed(token);
      default -> throw tokens.unexpected("an expression");
    };
  }

  private static Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(token.line(), true);
      case "false", "False" -> new Expression.Literal(token.line(), false);
      case "none", "None" -> new Expression.Literal(token.line(), null);
      default -> new Expression.Variable(token.line(), token.text());
    };
  }

  /** Strings side by side are one string, as in Python. */
  private String strings() {
    StringBuilder text = new StringBuilder();
    while (tokens.peek().kind() == Token.Kind.STRING) {
      text.append(tokens.next().text());
    }
    return text.toString();
  }

  private static Object integer(Token token) {
    String text = token.text().toLowerCase(Locale.ROOT);
    int radix =
        text.startsWith("0b") ? 2 : text.startsWith("0o") ? 8 : text.startsWith("0x") ? 16 : 10;
    String digits = radix == 10 ? text : text.substring(2);
    if (digits.length() > IntegerArithmetic.MOST_DIGITS) {
      throw TemplateException.at(
          token.line(), "a number has more than " + IntegerArithmetic.MOST_DIGITS + " digits");
    }
    return Numbers.normal(new BigInteger(digits, radix));
  }

  private Expression bracketed(Token token) {
    int line = token.line();
    if (tokens.skipOperator("[")) {
      return outer.built(new Expression.ListLiteral(line, items()));
    }
    if (tokens.skipOperator("{")) {
      return outer.built(new Expression.DictLiteral(line, pairs()));
    }
    if (!tokens.skipOperator("(")) {
      throw tokens.unexpected("an expression");
    }
    if (tokens.skipOperator(")")) {
      return outer.built(new Expression.TupleLiteral(line, List.of()));
    }
    Expression inner = outer.expressions(true, ")");
    tokens.expectOperator(")");
    return inner;
  }

  private List<Expression> items() {
    List<Expression> items = new ArrayList<>();
    while (!tokens.atOperator("]")) {
      items.add(outer.expression());
      if (!tokens.atOperator("]")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator("]");
    return List.copyOf(items);
  }

  private List<Expression> pairs() {
    List<Expression> pairs = new ArrayList<>();
    while (!tokens.atOperator("}")) {
      pairs.add(outer.expression());
      tokens.expectOperator(":");
      pairs.add(outer.expression());
      if (!tokens.atOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator("}");
    return List.copyOf(pairs);
  }

  private Expression postfix(Expression operand) {
    Expression result = operand;
    while (true) {
      int line = tokens.line();
      if (tokens.skipOperator(".")) {
        result = outer.built(member(line, result));
      } else if (tokens.skipOperator("[")) {
        result = outer.built(subscript(line, result));
      } else if (tokens.atOperator("(")) {
        result = outer.built(new Access.Call(line, result, arguments.arguments()));
      } else {
        return result;
      }
    }
  }

  private Expression member(int line, Expression target) {
    Token name = tokens.next();
    return switch (name.kind()) {
      case NAME -> new Access.Member(line, target, name.text());
      case INTEGER -> new Access.Item(line, target, new Expression.Literal(line, integer(name)));
      default ->
          throw TemplateException.at(line, "expected a name behind '.', found " + name.described());
    };
  }

  /** One index or slice, or several indices with commas between, which make a tuple. */
  private Expression subscript(int line, Expression target) {
    List<Expression> indices = new ArrayList<>();
    while (!tokens.atOperator("]")) {
      if (!indices.isEmpty()) {
        tokens.expectOperator(",");
      }
      Expression start = tokens.atOperator(":") ? null : outer.expression();
      if (tokens.skipOperator(":")) {
        Expression stop = bound();
        Expression step = tokens.skipOperator(":") ? bound() : null;
        if (!indices.isEmpty() || tokens.atOperator(",")) {
          throw TemplateException.at(line, "a slice cannot stand among several indices");
        }
        tokens.expectOperator("]");
        return new Access.Slice(line, target, start, stop, step);
      }
      indices.add(start);
    }
    tokens.expectOperator("]");
    Expression index =
        indices.size() == 1
            ? indices.get(0)
            : outer.built(new Expression.TupleLiteral(line, List.copyOf(indices)));
    return new Access.Item(line, target, index);
  }

  private Expression bound() {
    boolean absent = tokens.atOperator(":") || tokens.atOperator("]") || tokens.atOperator(",");
    return absent ? null : outer.expression();
  }
}
