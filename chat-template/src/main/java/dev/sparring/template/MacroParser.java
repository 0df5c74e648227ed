package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the tags whose body becomes a macro: {@code macro}, {@code call}, {@code generation}. */
final class MacroParser {
  private static final String CALLER = "caller";

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final StatementParser statements;

  MacroParser(
      TokenStream tokens,
      ExpressionParser expressions,
      TargetParser targets,
      StatementParser statements) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.targets = targets;
    this.statements = statements;
  }

  Statement macro(int line) {
    String name = targets.name("the name of the macro");
    return new MacroStatement.Define(line, definition(line, name, parameters(), "macro"));
  }

  Statement call(int line) {
    List<Macro.Parameter> parameters = tokens.atOperator("(") ? parameters() : List.of();
    Expression call = expressions.expression();
    if (!(call instanceof Access.Call invocation)) {
      throw TemplateException.at(line, "'call' needs the call of a macro behind it");
    }
    if (invocation.arguments().named().containsKey(CALLER)) {
      throw TemplateException.at(line, "the argument 'caller' comes twice");
    }
    return new MacroStatement.CallBlock(
        line, invocation, definition(line, null, parameters, "call"));
  }

  Statement generation(int line) {
    return new MacroStatement.Generation(line, definition(line, null, List.of(), "generation"));
  }

  private List<Macro.Parameter> parameters() {
    List<Macro.Parameter> parameters = new ArrayList<>();
    tokens.expectOperator("(");
    while (!tokens.atOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      int line = tokens.line();
      String name = targets.name("the name of a parameter");
      Expression fallback = tokens.skipOperator("=") ? expressions.expression() : null;
      check(line, parameters, name, fallback);
      parameters.add(new Macro.Parameter(name, fallback));
    }
    tokens.expectOperator(")");
    return List.copyOf(parameters);
  }

  private static void check(
      int line, List<Macro.Parameter> before, String name, Expression fallback) {
    if (before.stream().anyMatch(parameter -> parameter.name().equals(name))) {
      throw TemplateException.at(line, "the parameter '" + name + "' comes twice");
    }
    if (fallback == null && before.stream().anyMatch(p -> p.fallback() != null)) {
      throw TemplateException.at(line, "a parameter without a default follows one with a default");
    }
  }

  private Macro.Definition definition(
      int line, String name, List<Macro.Parameter> parameters, String opener) {
    Statement.Body body = statements.functionBody(opener);
    Set<String> read = NameWalk.read(body, Macro.SPECIAL);
    boolean unusable =
        read.contains(CALLER)
            && parameters.stream().anyMatch(p -> p.name().equals(CALLER) && p.fallback() == null);
    if (unusable) {
      throw TemplateException.at(line, "the parameter 'caller' needs a default");
    }
    return new Macro.Definition(name, parameters, body, read, new Scope());
  }
}
