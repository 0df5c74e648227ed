package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What stands between operators: literals and names, with the subscripts and calls behind them. */
final class OperandParser {
  private final TokenStream tokens;
  private final ExpressionParser outer;
  private final SuffixParser suffixes;

  OperandParser(TokenStream tokens, ExpressionParser outer) {
    this.tokens = tokens;
    this.outer = outer;
    this.suffixes = new SuffixParser(tokens, outer, this);
  }

  Expression unary(boolean filtered) {
    tokens.enter();
    int line = tokens.line();
    Expression operand;
    if (tokens.skipOperator("-")) {
      operand = new Expression.Sign(line, true, unary(false));
    } else if (tokens.skipOperator("+")) {
      operand = new Expression.Sign(line, false, unary(false));
    } else {
      operand = postfix(primary());
    }
    tokens.leave();
    return filtered ? suffixes.filtersAndTests(operand) : operand;
  }

  /** A literal or name with its subscripts and calls, without sign, filters and tests. */
  Expression operand() {
    return postfix(primary());
  }

  /** Filters behind the tag of a block, the first without its bar. */
  Expression filters(Expression input) {
    return suffixes.filters(input);
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

  private Expression name(Token token) {
    return switch (token.text()) {
      case "true", "True" -> new Expression.Literal(token.line(), true);
      case "false", "False" -> new Expression.Literal(token.line(), false);
      case "none", "None" -> new Expression.Literal(token.line(), null);
      default -> {
        outer.mention(token.text());
        yield new Expression.Variable(token.line(), token.text());
      }
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

  private static Long integer(Token token) {
    String text = token.text();
    int base = text.length() < 3 ? 0 : "boxBOX".indexOf(text.charAt(1)) % 3;
    boolean prefixed = text.length() > 2 && Character.isLetter(text.charAt(1));
    try {
      return prefixed
          ? Long.valueOf(text.substring(2), new int[] {2, 8, 16}[base])
          : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw TemplateException.at(token.line(), "the number " + text + " needs more than 64 bits");
    }
  }

  private Expression bracketed(Token token) {
    int line = token.line();
    if (tokens.skipOperator("[")) {
      return new Expression.ListLiteral(line, items("]"));
    }
    if (tokens.skipOperator("{")) {
      return dict(line);
    }
    if (!tokens.skipOperator("(")) {
      throw tokens.unexpected("an expression");
    }
    if (tokens.skipOperator(")")) {
      return new Expression.TupleLiteral(line, List.of());
    }
    Expression inner = outer.expressions(true);
    tokens.expectOperator(")");
    return inner;
  }

  private List<Expression> items(String close) {
    List<Expression> items = new ArrayList<>();
    while (!tokens.atOperator(close)) {
      items.add(outer.expression());
      if (!tokens.atOperator(close)) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator(close);
    return List.copyOf(items);
  }

  private Expression dict(int line) {
    List<Expression.DictLiteral.Entry> entries = new ArrayList<>();
    while (!tokens.atOperator("}")) {
      Expression key = outer.expression();
      tokens.expectOperator(":");
      entries.add(new Expression.DictLiteral.Entry(key, outer.expression()));
      if (!tokens.atOperator("}")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator("}");
    return new Expression.DictLiteral(line, List.copyOf(entries));
  }

  private Expression postfix(Expression operand) {
    Expression result = operand;
    while (true) {
      int line = tokens.line();
      if (tokens.skipOperator(".")) {
        result = member(line, result);
      } else if (tokens.skipOperator("[")) {
        result = subscript(line, result);
      } else if (tokens.atOperator("(")) {
        result = new Expression.Call(line, result, arguments());
      } else {
        return result;
      }
    }
  }

  private Expression member(int line, Expression target) {
    Token name = tokens.next();
    return switch (name.kind()) {
      case NAME -> new Expression.Member(line, target, name.text());
      case INTEGER ->
          new Expression.Item(line, target, new Expression.Literal(line, integer(name)));
      default ->
          throw TemplateException.at(line, "expected a name behind '.', found " + name.described());
    };
  }

  private Expression subscript(int line, Expression target) {
    Expression start = tokens.atOperator(":") ? null : outer.expressions(true);
    if (!tokens.atOperator(":")) {
      tokens.expectOperator("]");
      return new Expression.Item(line, target, start);
    }
    tokens.next();
    Expression stop = bound();
    Expression step = tokens.skipOperator(":") ? bound() : null;
    tokens.expectOperator("]");
    return new Expression.Slice(line, target, start, stop, step);
  }

  private Expression bound() {
    return tokens.atOperator(":") || tokens.atOperator("]") ? null : outer.expression();
  }

  CallArguments arguments() {
    tokens.expectOperator("(");
    List<CallArguments.Positional> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    List<Expression> spread = new ArrayList<>();
    while (!tokens.atOperator(")")) {
      argument(positional, named, spread);
      if (!tokens.atOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator(")");
    return new CallArguments(positional, named, spread);
  }

  private void argument(
      List<CallArguments.Positional> positional,
      Map<String, Expression> named,
      List<Expression> spread) {
    if (tokens.skipOperator("**")) {
      spread.add(outer.expression());
    } else if (tokens.skipOperator("*")) {
      positional.add(new CallArguments.Positional(outer.expression(), true));
    } else if (tokens.peek().kind() == Token.Kind.NAME
        && tokens.second().is(Token.Kind.OPERATOR, "=")) {
      Token name = tokens.next();
      tokens.next();
      if (named.put(name.text(), outer.expression()) != null) {
        throw TemplateException.at(name.line(), "the argument '" + name.text() + "' comes twice");
      }
    } else if (!named.isEmpty() || !spread.isEmpty()) {
      throw TemplateException.at(tokens.line(), "a positional argument follows a named one");
    } else {
      positional.add(new CallArguments.Positional(outer.expression(), false));
    }
  }
}
