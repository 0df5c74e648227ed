package dev.sparring.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The filters and tests behind an operand: {@code x | trim is string}. */
final class FilterParser {
  private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and");

  private final TokenStream tokens;
  private final ExpressionParser outer;
  private final PrimaryParser primaries;
  private final ArgumentParser arguments;

  FilterParser(
      TokenStream tokens,
      ExpressionParser outer,
      PrimaryParser primaries,
      ArgumentParser arguments) {
    this.tokens = tokens;
    this.outer = outer;
    this.primaries = primaries;
    this.arguments = arguments;
  }

  Expression filtersAndTests(Expression operand) {
    Expression result = operand;
    while (true) {
      if (tokens.skipOperator("|")) {
        result = filter(result);
      } else if (tokens.atName("is")) {
        result = test(result);
      } else if (tokens.atOperator("(")) {
        int line = tokens.line();
        result = outer.built(new Access.Call(line, result, arguments.arguments()));
      } else {
        return result;
      }
    }
  }

  /** One or more filters, the first without its bar. */
  Expression filters(Expression input) {
    Expression result = filter(input);
    while (tokens.skipOperator("|")) {
      result = filter(result);
    }
    return result;
  }

  private Expression filter(Expression input) {
    Token name = dottedName("the name of a filter");
    TemplateFilter filter = BuiltinFilters.find(name.text());
    ArgumentList given = tokens.atOperator("(") ? arguments.arguments() : ArgumentList.NONE;
    return outer.built(
        new Access.Filtered(name.line(), name.text(), filter, input, given, outer.mode()));
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
    TemplateTest test = BuiltinTests.find(name.text());
    Expression tested =
        outer.built(
            new Access.Tested(
                name.line(), name.text(), test, input, testArguments(), outer.mode()));
    return negated ? outer.built(new Operation.Not(name.line(), tested)) : tested;
  }

  /**
   * A test takes its arguments in parentheses, or a single operand without: {@code is divisibleby
   * 3}.
   */
  private ArgumentList testArguments() {
    if (tokens.atOperator("(")) {
      return arguments.arguments();
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
        ? new ArgumentList(List.of(primaries.operand()), Map.of(), null, null)
        : ArgumentList.NONE;
  }
}
