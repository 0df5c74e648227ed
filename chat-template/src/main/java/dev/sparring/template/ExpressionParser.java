package dev.sparring.template;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * A Pratt parser for expressions. The binding powers are Jinja's, which differ from Python's in
 * places: a filter binds tighter than any operator, a sign tighter than a power, and a power groups
 * to the left.
 */
final class ExpressionParser {
  /** The depth up to which an expression can be computed. */
  private static final int DEEPEST = 350;

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
  private final PrimaryParser primaries;
  private final ConstantFolder folder = new ConstantFolder();
  private final IdentityHashMap<Expression, Integer> depths = new IdentityHashMap<>();
  private AutoescapeMode mode = AutoescapeMode.OFF;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
    this.primaries = new PrimaryParser(tokens, this);
  }

  AutoescapeMode mode() {
    return mode;
  }

  /** Says what is known of escaping from here on, and returns what was before. */
  AutoescapeMode enter(AutoescapeMode fresh) {
    AutoescapeMode before = mode;
    mode = fresh;
    return before;
  }

  ConstantFolder folder() {
    return folder;
  }

  /** An expression that has been read: its value where it is constant. */
  Expression built(Expression expression) {
    int depth = 0;
    for (Expression child : expression.children()) {
      depth = Math.max(depth, depths.getOrDefault(child, 0));
    }
    if (depth >= DEEPEST) {
      throw TemplateException.at(
          expression.line(), "an expression nests deeper than " + DEEPEST + " levels");
    }
    Expression result = folder.fold(expression);
    depths.put(result, depth + 1);
    return result;
  }

  /** An expression with, at the outside, {@code a if b else c}. */
  Expression expression() {
    tokens.enter();
    Expression value = operators(1);
    while (tokens.atName("if")) {
      int line = tokens.next().line();
      Expression test = operators(1);
      Expression otherwise = tokens.skipName("else") ? expression() : null;
      value = built(new Operation.Conditional(line, test, value, otherwise));
    }
    tokens.leave();
    return value;
  }

  /** An expression in which {@code if} is left to the statement around it. */
  private Expression withoutCondition() {
    return operators(1);
  }

  /**
   * One expression, or several with commas between, which make a tuple.
   *
   * @param conditional whether {@code if} may be part of it
   * @param end a name that ends a tuple, besides the end of the tag or bracket
   */
  Expression expressions(boolean conditional, String end) {
    int line = tokens.line();
    Expression first = conditional ? expression() : withoutCondition();
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Expression> all = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atEndOfTuple(end)) {
      all.add(conditional ? expression() : withoutCondition());
    }
    return built(new Expression.TupleLiteral(line, List.copyOf(all)));
  }

  boolean atEndOfTuple(String end) {
    Token.Kind kind = tokens.peek().kind();
    return kind == Token.Kind.BLOCK_END
        || kind == Token.Kind.PRINT_END
        || tokens.atOperator(")")
        || tokens.atName(end);
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
      return built(new Operation.Not(line, operators(NOT)));
    }
    return primaries.unary(true);
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
    return built(
        switch (operator.text()) {
          case "or" -> new Operation.Or(line, left, right);
          case "and" -> new Operation.And(line, left, right);
          case "~" -> concat(line, left, right, binding);
          default -> new Operation.Binary(line, operator.text(), left, right);
        });
  }

  private Expression concat(int line, Expression first, Expression second, int binding) {
    List<Expression> parts = new ArrayList<>(List.of(first, second));
    while (tokens.skipOperator("~")) {
      parts.add(operators(binding + 1));
    }
    return new Operation.Concat(line, List.copyOf(parts), mode);
  }

  /** A chain such as {@code 1 < x <= 3}. */
  private Expression comparison(Expression first) {
    int line = tokens.line();
    List<Expression> operands = new ArrayList<>(List.of(first));
    List<String> operators = new ArrayList<>();
    while (powerOf(tokens.peek()) == COMPARISON) {
      String operator = tokens.next().text();
      if (operator.equals("not")) {
        tokens.expectName("in");
        operator = "not in";
      }
      operators.add(operator);
      operands.add(operators(COMPARISON + 1));
    }
    return built(new Operation.Comparison(line, List.copyOf(operands), List.copyOf(operators)));
  }

  /** Filters behind a block tag, {@code upper | trim}, to be applied to the text of the block. */
  Expression filters() {
    return primaries.filters(new Expression.Captured(tokens.line()));
  }
}
