package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the arguments of a call, filter or test: {@code (a, b, *c, d=1, **e)}. */
final class ArgumentParser {
  private final TokenStream tokens;
  private final ExpressionParser outer;

  ArgumentParser(TokenStream tokens, ExpressionParser outer) {
    this.tokens = tokens;
    this.outer = outer;
  }

  ArgumentList arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    Expression spread = null;
    Expression spreadNamed = null;
    while (!tokens.atOperator(")")) {
      int line = tokens.line();
      if (tokens.skipOperator("**")) {
        ensure(spreadNamed == null, line);
        spreadNamed = outer.expression();
      } else if (tokens.skipOperator("*")) {
        ensure(spread == null && spreadNamed == null, line);
        spread = outer.expression();
      } else if (atNamed()) {
        ensure(spreadNamed == null, line);
        named(named);
      } else {
        ensure(named.isEmpty() && spread == null && spreadNamed == null, line);
        positional.add(outer.expression());
      }
      if (!tokens.atOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator(")");
    return new ArgumentList(List.copyOf(positional), named, spread, spreadNamed);
  }

  private boolean atNamed() {
    return tokens.peek().kind() == Token.Kind.NAME && tokens.second().is(Token.Kind.OPERATOR, "=");
  }

  private void named(Map<String, Expression> named) {
    Token name = tokens.next();
    tokens.next();
    if (named.put(name.text(), outer.expression()) != null) {
      throw TemplateException.at(name.line(), "the argument '" + name.text() + "' comes twice");
    }
  }

  private static void ensure(boolean valid, int line) {
    if (!valid) {
      throw TemplateException.at(line, "the arguments of a call are in the wrong order");
    }
  }
}
