package dev.sparring.template;

import java.util.List;
import java.util.Set;

/** A cursor over the tokens of a template, with what the parser keeps track of on the way. */
final class TokenStream {
  /**
   * Python's own limit for nested brackets; keeps the recursive parser off the end of its stack.
   */
  private static final int DEEPEST = 150;

  private final List<Token> tokens;
  private int at;
  private int level;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token second() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  int line() {
    return peek().line();
  }

  Token next() {
    Token token = peek();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean atName(String name) {
    return peek().is(Token.Kind.NAME, name);
  }

  boolean atOperator(String operator) {
    return peek().is(Token.Kind.OPERATOR, operator);
  }

  boolean atAnyName(Set<String> names) {
    return peek().kind() == Token.Kind.NAME && names.contains(peek().text());
  }

  boolean skipName(String name) {
    boolean there = atName(name);
    if (there) {
      at++;
    }
    return there;
  }

  boolean skipOperator(String operator) {
    boolean there = atOperator(operator);
    if (there) {
      at++;
    }
    return there;
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected("'" + operator + "'");
    }
  }

  void expectName(String name) {
    if (!skipName(name)) {
      throw unexpected("'" + name + "'");
    }
  }

  Token expect(Token.Kind kind, String described) {
    if (peek().kind() != kind) {
      throw unexpected(described);
    }
    return next();
  }

  void enter() {
    if (++level > DEEPEST) {
      throw TemplateException.at(line(), "nested deeper than " + DEEPEST + " levels");
    }
  }

  void leave() {
    level--;
  }

  TemplateException unexpected(String expected) {
    return TemplateException.at(line(), "expected " + expected + ", found " + peek().described());
  }
}
