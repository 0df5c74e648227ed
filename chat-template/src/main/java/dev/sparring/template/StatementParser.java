package dev.sparring.template;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads text, prints and blocks. Expressions are left to {@link ExpressionParser}. */
final class StatementParser {
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");
  private static final Set<String> ELSEWHERE =
      Set.of("include", "import", "from", "extends", "block");

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int loops;

  private StatementParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static Statement.Block parse(String source) {
    return new StatementParser(new TokenStream(Lexer.tokens(source))).block("", Set.of());
  }

  /** Statements up to one of the tags {@code ends}, whose name is the next token then. */
  private Statement.Block block(String opener, Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    int opened = tokens.line();
    tokens.enter();
    while (tokens.peek().kind() != Token.Kind.END) {
      Token token = tokens.next();
      if (token.kind() == Token.Kind.TEXT) {
        statements.add(new Statement.Text(token.line(), token.text()));
      } else if (token.kind() == Token.Kind.PRINT_BEGIN) {
        statements.add(new Statement.Print(token.line(), expressions.expressions(true)));
        tokens.expect(Token.Kind.PRINT_END, "'}}'");
      } else if (tokens.atAnyName(ends)) {
        tokens.leave();
        return new Statement.Block(List.copyOf(statements));
      } else {
        statements.add(statement(opener));
      }
    }
    if (!ends.isEmpty()) {
      throw TemplateException.at(
          opened, "the template ends before '" + opener + "' is closed with 'end" + opener + "'");
    }
    tokens.leave();
    return new Statement.Block(List.copyOf(statements));
  }

  private Statement statement(String opener) {
    Token name = tokens.expect(Token.Kind.NAME, "the name of a tag");
    int line = name.line();
    return switch (name.text()) {
      case "if" -> conditional(line);
      case "for" -> loop(line);
      case "set" -> assignment(line);
      case "with" -> with(line);
      case "macro" -> macro(line);
      case "call" -> call(line);
      case "filter" -> filter(line);
      case "generation" -> generation(line);
      case "break" -> jump(line, name.text(), Statement.Flow.BREAK);
      case "continue" -> jump(line, name.text(), Statement.Flow.CONTINUE);
      default -> throw TemplateException.at(line, unknown(name.text(), opener));
    };
  }

  private static String unknown(String tag, String opener) {
    if (ELSEWHERE.contains(tag)) {
      return "the tag '" + tag + "' needs other templates, of which a chat template has none";
    }
    String open = opener.isEmpty() ? "" : "; the innermost open tag is '" + opener + "'";
    return "the tag '" + tag + "' is unknown here" + open;
  }

  private void endTag() {
    tokens.expect(Token.Kind.BLOCK_END, "'%}'");
  }

  /** The body of a tag up to its end tag, which is consumed. */
  private Statement.Block body(String opener) {
    endTag();
    Statement.Block body = block(opener, Set.of("end" + opener));
    tokens.next();
    endTag();
    return body;
  }

  private Statement conditional(int line) {
    List<Statement.If.Branch> branches = new ArrayList<>();
    Statement.Block otherwise = Statement.Block.EMPTY;
    expressions.soften(1);
    Set<String> ends = Set.of("elif", "else", "endif");
    String found = "elif";
    while (found.equals("elif")) {
      Expression test = expressions.expressions(false);
      endTag();
      branches.add(new Statement.If.Branch(test, block("if", ends)));
      found = tokens.next().text();
    }
    if (found.equals("else")) {
      endTag();
      otherwise = block("if", Set.of("endif"));
      tokens.next();
    }
    endTag();
    expressions.soften(-1);
    return new Statement.If(line, List.copyOf(branches), otherwise);
  }

  private Statement loop(int line) {
    Target target = target(false);
    tokens.expectName("in");
    Expression iterable = expressions.expressions(false);
    Expression test = tokens.skipName("if") ? expressions.expression() : null;
    if (tokens.atName("recursive")) {
      throw TemplateException.at(line, "a recursive 'for' is not supported");
    }
    endTag();
    loops++;
    Statement.Block body = block("for", Set.of("else", "endfor"));
    loops--;
    Statement.Block otherwise = Statement.Block.EMPTY;
    if (tokens.next().text().equals("else")) {
      endTag();
      otherwise = block("for", Set.of("endfor"));
      tokens.next();
    }
    endTag();
    return new Statement.For(line, target, iterable, test, body, otherwise);
  }

  private Statement jump(int line, String name, Statement.Flow flow) {
    if (loops == 0) {
      throw TemplateException.at(line, "'" + name + "' stands outside of a loop");
    }
    endTag();
    return new Statement.Jump(line, flow);
  }

  private Target target(boolean namespaces) {
    Target first = singleTarget(namespaces);
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Target> targets = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !tokens.atName("in") && !tokens.atOperator("=")) {
      targets.add(singleTarget(namespaces));
    }
    return new Target.Several(List.copyOf(targets));
  }

  private Target singleTarget(boolean namespaces) {
    if (tokens.skipOperator("(")) {
      tokens.enter();
      Target inner = target(namespaces);
      tokens.leave();
      tokens.expectOperator(")");
      return inner;
    }
    Token name = tokens.expect(Token.Kind.NAME, "a name");
    if (CONSTANTS.contains(name.text())) {
      throw TemplateException.at(name.line(), "nothing can be assigned to '" + name.text() + "'");
    }
    if (namespaces && tokens.skipOperator(".")) {
      expressions.mention(name.text());
      Token attribute = tokens.expect(Token.Kind.NAME, "the name of an attribute");
      return new Target.Attribute(name.text(), attribute.text());
    }
    return new Target.Name(name.text());
  }

  private Statement assignment(int line) {
    Target target = target(true);
    if (tokens.skipOperator("=")) {
      Expression value = expressions.expressions(true);
      endTag();
      return new Statement.Assign(line, target, value);
    }
    Expression body = new Expression.Variable(line, Statement.Captured.BODY);
    Expression filters = tokens.skipOperator("|") ? expressions.filters(body) : body;
    return new Statement.Captured(line, target, filters, outsideLoops("set"));
  }

  private Statement filter(int line) {
    Expression body = new Expression.Variable(line, Statement.Captured.BODY);
    Expression filters = expressions.filters(body);
    return new Statement.Captured(line, null, filters, outsideLoops("filter"));
  }

  private Statement generation(int line) {
    return new Statement.Generation(line, outsideLoops("generation"));
  }

  /** A body that a loop around it cannot be left from. */
  private Statement.Block outsideLoops(String opener) {
    int around = loops;
    loops = 0;
    Statement.Block body = body(opener);
    loops = around;
    return body;
  }

  private Statement with(int line) {
    List<Statement.Assign> assignments = new ArrayList<>();
    while (tokens.peek().kind() != Token.Kind.BLOCK_END) {
      Target target = singleTarget(false);
      tokens.expectOperator("=");
      assignments.add(new Statement.Assign(line, target, expressions.expression()));
      if (tokens.peek().kind() != Token.Kind.BLOCK_END) {
        tokens.expectOperator(",");
      }
    }
    return new Statement.With(line, List.copyOf(assignments), body("with"));
  }

  private Statement macro(int line) {
    String name = tokens.expect(Token.Kind.NAME, "the name of the macro").text();
    return new Statement.DefineMacro(line, definition(name, parameters(), "macro"));
  }

  private List<Macro.Parameter> parameters() {
    List<Macro.Parameter> parameters = new ArrayList<>();
    tokens.expectOperator("(");
    while (!tokens.atOperator(")")) {
      String name = tokens.expect(Token.Kind.NAME, "the name of a parameter").text();
      Expression fallback = tokens.skipOperator("=") ? expressions.expression() : null;
      parameters.add(new Macro.Parameter(name, fallback));
      if (!tokens.atOperator(")")) {
        tokens.expectOperator(",");
      }
    }
    tokens.expectOperator(")");
    return List.copyOf(parameters);
  }

  private Macro.Definition definition(
      String name, List<Macro.Parameter> parameters, String opener) {
    Set<String> around = expressions.swapNames(new HashSet<>());
    Statement.Block body = outsideLoops(opener);
    Set<String> mentioned = expressions.swapNames(around);
    around.addAll(mentioned);
    return new Macro.Definition(name, parameters, body, Set.copyOf(mentioned));
  }

  private Statement call(int line) {
    List<Macro.Parameter> parameters = tokens.atOperator("(") ? parameters() : List.of();
    Expression call = expressions.expression();
    if (!(call instanceof Expression.Call invocation)) {
      throw TemplateException.at(line, "'call' needs the call of a macro behind it");
    }
    return new Statement.CallBlock(line, invocation, definition("caller", parameters, "call"));
  }
}
