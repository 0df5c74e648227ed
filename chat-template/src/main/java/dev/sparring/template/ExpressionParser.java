package dev.sparring.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Pratt parser for expressions. The binding powers are Jinja's, which differ from Python's in
 * places: a filter binds tighter than any operator, a sign tighter than a power, and a power groups
 * to the left.
 */
final class ExpressionParser {
  private static final int NOT = 3;
  private static final int COMPARISON = 4;
  private static final Map<String, Integer> POWERS =
      Map.ofEntries(
          Map.entry("or", 1),
          Map.entry("and", 2),
          Map.entry("==", COMPARISON),
          Map.entry("!=", COMPARISON),
          Map.entry("<", COMPARISON),
          Map.entry("<=", COMPARISON),
          Map.entry(">", COMPARISON),
          Map.entry(">=", COMPARISON),
          Map.entry("in", COMPARISON),
          Map.entry("not", COMPARISON),
          Map.entry("+", 5),
          Map.entry("-", 5),
          Map.entry("~", 6),
          Map.entry("*", 7),
          Map.entry("/", 7),
          Map.entry("//", 7),
          Map.entry("%", 7),
          Map.entry("**", 8));

  private final TokenStream tokens;
  private final OperandParser operands;
  private Set<String> names = new HashSet<>();
  private int soft;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.operands = new OperandParser(tokens, this);
  }

  /** An expression with, at the outside, {@code a if b else c}. */
  Expression expression() {
    tokens.enter();
    Expression value = operators(1);
    while (tokens.atName("if")) {
      int line = tokens.next().line();
      Expression test = operators(1);
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = new Expression.Conditional(line, test, value, otherwise);
    }
    tokens.leave();
    return value;
  }

  /** An expression in which {@code if} is left to the statement around it. */
  Expression withoutCondition() {
    return operators(1);
  }

  /** One expression, or several with commas between, which make a tuple. */
  Expression expressions(boolean conditional) {
    int line = tokens.line();
    Expression first = conditional ? expression() : withoutCondition();
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Expression> all = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atEndOfTuple()) {
      all.add(conditional ? expression() : withoutCondition());
    }
    return new Expression.TupleLiteral(line, List.copyOf(all));
  }

  private boolean atEndOfTuple() {
    Token.Kind kind = tokens.peek().kind();
    return kind == Token.Kind.BLOCK_END || kind == Token.Kind.PRINT_END || tokens.atOperator(")");
  }

  /** The Pratt loop: everything that binds at least as tight as {@code power}. */
  private Expression operators(int power) {
    tokens.enter();
    Expression left = prefix(power);
    while (powerOf(tokens.peek()) >= power) {
      Token operator = tokens.peek();
      int binding = powerOf(operator);
      left = binding == COMPARISON ? comparison(left) : binary(left, tokens.next(), binding);
    }
    tokens.leave();
    return left;
  }

  private Expression prefix(int power) {
    if (power <= NOT && tokens.atName("not")) {
      int line = tokens.next().line();
      return new Expression.Not(line, operators(NOT));
    }
    return operands.unary(true);
  }

  private int powerOf(Token token) {
    boolean operator = token.kind() == Token.Kind.OPERATOR || token.kind() == Token.Kind.NAME;
    if (!operator || (token.text().equals("not") && !tokens.second().is(Token.Kind.NAME, "in"))) {
      return 0;
    }
    return POWERS.getOrDefault(token.text(), 0);
  }

  private Expression binary(Expression left, Token operator, int binding) {
    Expression right = operators(binding + 1);
    int line = operator.line();
    return switch (operator.text()) {
      case "or" -> new Expression.Or(line, left, right);
      case "and" -> new Expression.And(line, left, right);
      case "~" -> new Expression.Concatenation(line, left, right);
      default -> new Expression.Binary(line, operator.text(), left, right);
    };
  }

  /** A chain such as {@code 1 < x <= 3}, in which every operand is computed once. */
  private Expression comparison(Expression first) {
    int line = tokens.line();
    List<Expression.Comparison.Link> links = new ArrayList<>();
    while (powerOf(tokens.peek()) == COMPARISON) {
      String operator = tokens.next().text();
      if (operator.equals("not")) {
        tokens.expectName("in");
        operator = "not in";
      }
      links.add(new Expression.Comparison.Link(operator, operators(COMPARISON + 1)));
    }
    return new Expression.Comparison(line, first, List.copyOf(links));
  }

  /** Filters behind a block tag: {@code upper | trim}, to be applied to {@code input}. */
  Expression filters(Expression input) {
    return operands.filters(input);
  }

  /** The arguments of a call, from the opening parenthesis on. */
  CallArguments arguments() {
    return operands.arguments();
  }

  void mention(String name) {
    names.add(name);
  }

  /** Starts a fresh record of the names mentioned, and returns the one kept so far. */
  Set<String> swapNames(Set<String> fresh) {
    Set<String> old = names;
    names = fresh;
    return old;
  }

  /** Inside a condition Jinja reports an unknown filter only when it is reached. */
  void soften(int by) {
    soft += by;
  }

  boolean isSoft() {
    return soft > 0;
  }
}
