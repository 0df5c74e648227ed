package dev.sparring.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The filters and tests behind an operand: {@code x | trim is string}. */
final class SuffixParser {
  private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and");

  private final TokenStream tokens;
  private final ExpressionParser outer;
  private final OperandParser operands;

  SuffixParser(TokenStream tokens, ExpressionParser outer, OperandParser operands) {
    this.tokens = tokens;
    this.outer = outer;
    this.operands = operands;
  }

  Expression filtersAndTests(Expression operand) {
    Expression result = operand;
    while (true) {
      if (tokens.atOperator("|")) {
        result = pipe(result);
      } else if (tokens.atName("is")) {
        result = test(result);
      } else if (tokens.atOperator("(")) {
        result = new Expression.Call(tokens.line(), result, operands.arguments());
      } else {
        return result;
      }
    }
  }

  private Expression pipe(Expression input) {
    tokens.expectOperator("|");
    return filter(input);
  }

  /** One or more filters, the first without its bar. */
  Expression filters(Expression input) {
    Expression result = filter(input);
    while (tokens.atOperator("|")) {
      result = pipe(result);
    }
    return result;
  }

  private Expression filter(Expression input) {
    Token name = dottedName("the name of a filter");
    Filter filter = Filters.find(name.text());
    if (filter == null && !outer.isSoft()) {
      throw TemplateException.at(name.line(), Filters.unknown(name.text()));
    }
    CallArguments arguments = tokens.atOperator("(") ? operands.arguments() : CallArguments.NONE;
    return new Expression.Filtered(name.line(), name.text(), filter, input, arguments);
  }

  /**
   * Filters and tests of extensions have names with dots. None is known here, but the message
   * should name them.
   */
  private Token dottedName(String described) {
    Token first = tokens.expect(Token.Kind.NAME, described);
    StringBuilder name = new StringBuilder(first.text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Token.Kind.NAME, described).text());
    }
    return new Token(Token.Kind.NAME, name.toString(), first.line());
  }

  private Expression test(Expression input) {
    tokens.expectName("is");
    boolean negated = tokens.skipName("not");
    Token name = dottedName("the name of a test");
    IsTest test = IsTests.find(name.text());
    if (test == null && !outer.isSoft()) {
      throw TemplateException.at(name.line(), IsTests.unknown(name.text()));
    }
    CallArguments arguments = testArguments();
    return new Expression.Tested(name.line(), name.text(), test, negated, input, arguments);
  }

  /**
   * A test takes its arguments in parentheses, or a single operand without: {@code is divisibleby
   * 3}.
   */
  private CallArguments testArguments() {
    if (tokens.atOperator("(")) {
      return operands.arguments();
    }
    if (tokens.atName("is")) {
      throw TemplateException.at(tokens.line(), "one test cannot follow another with 'is'");
    }
    boolean operand =
        switch (tokens.peek().kind()) {
          case NAME -> !tokens.atAnyName(NO_ARGUMENT);
          case STRING, INTEGER, FLOAT -> true;
          default -> tokens.atOperator("[") || tokens.atOperator("{");
        };
    return operand
        ? new CallArguments(
            List.of(new CallArguments.Positional(operands.operand(), false)), Map.of(), List.of())
        : CallArguments.NONE;
  }
}
