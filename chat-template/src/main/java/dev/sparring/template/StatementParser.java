package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;

/** Reads text, prints and tags. Expressions are left to {@link ExpressionParser}. */
final class StatementParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final MacroParser macros;
  private final BlockParser blocks;
  private int loops;
  private int scopes;

  private StatementParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
    this.targets = new TargetParser(tokens);
    this.macros = new MacroParser(tokens, expressions, targets, this);
    this.blocks = new BlockParser(tokens, expressions, targets, this);
  }

  static ParsedTemplate parse(String source) {
    StatementParser parser = new StatementParser(new TokenStream(Lexer.tokens(source)));
    Statement.Body body = parser.statements("", Set.of());
    return ParsedTemplate.resolved(body, new LinkedHashMap<>(parser.blocks.found()));
  }

  /** Statements up to one of the tags {@code ends}, whose name is the next token then. */
  private Statement.Body statements(String opener, Set<String> ends) {
    List<Statement> statements = new ArrayList<>();
    int opened = tokens.line();
    tokens.enter();
    while (tokens.peek().kind() != Token.Kind.END) {
      Token token = tokens.next();
      if (token.kind() == Token.Kind.TEXT) {
        statements.add(new Statement.Text(token.line(), token.text()));
      } else if (token.kind() == Token.Kind.PRINT_BEGIN) {
        statements.add(print(token.line(), expressions.expressions(true, ")")));
        tokens.expect(Token.Kind.PRINT_END, "'}}'");
      } else if (tokens.atAnyName(ends)) {
        tokens.leave();
        return new Statement.Body(List.copyOf(statements));
      } else {
        statements.addAll(statement(opener));
        endTag();
      }
    }
    if (!ends.isEmpty()) {
      throw TemplateException.at(
          opened, "the template ends before '" + opener + "' is closed with 'end" + opener + "'");
    }
    tokens.leave();
    return new Statement.Body(List.copyOf(statements));
  }

  private Statement print(int line, Expression expression) {
    String constant = expressions.folder().text(expression, expressions.mode());
    return new Statement.Print(line, expression, constant, expressions.mode());
  }

  private List<Statement> statement(String opener) {
    Token name = tokens.expect(Token.Kind.NAME, "the name of a tag");
    int line = name.line();
    return switch (name.text()) {
      case "if" -> List.of(conditional(line));
      case "for" -> List.of(loop(line));
      case "set" -> List.of(assignment(line));
      case "print" -> prints(line);
      case "break" -> List.of(jump(line, name.text(), Statement.Flow.BREAK));
      case "continue" -> List.of(jump(line, name.text(), Statement.Flow.CONTINUE));
      case "filter" -> List.of(blocks.filter(line));
      case "with" -> List.of(blocks.with(line));
      case "autoescape" -> List.of(blocks.autoescape(line));
      case "block" -> List.of(blocks.block(line));
      case "include", "import", "from", "extends" ->
          List.of(blocks.otherTemplate(line, name.text(), scopes == 0));
      case "macro" -> List.of(macros.macro(line));
      case "call" -> List.of(macros.call(line));
      case "generation" -> List.of(macros.generation(line));
      default -> throw TemplateException.at(line, unknown(name.text(), opener));
    };
  }

  private static String unknown(String tag, String opener) {
    String open = opener.isEmpty() ? "" : "; the innermost open tag is '" + opener + "'";
    return "the tag '" + tag + "' is unknown here" + open;
  }

  private void endTag() {
    tokens.expect(Token.Kind.BLOCK_END, "'%}'");
  }

  /** Statements behind a tag, whose end may have a colon in front as in Python. */
  private Statement.Body bodyUpTo(String opener, Set<String> ends) {
    tokens.skipOperator(":");
    endTag();
    return statements(opener, ends);
  }

  /** The body of a tag, up to the name of its end tag. */
  Statement.Body body(String opener) {
    Statement.Body body = bodyUpTo(opener, Set.of("end" + opener));
    tokens.next();
    return body;
  }

  /** A body in a scope of its own; a loop around can be left from it. */
  Statement.Body scopedBody(String opener) {
    scopes++;
    Statement.Body body = body(opener);
    scopes--;
    return body;
  }

  /** A body that is a function of its own; a loop around cannot be left from it. */
  Statement.Body functionBody(String opener) {
    int around = loops;
    loops = 0;
    Statement.Body body = scopedBody(opener);
    loops = around;
    return body;
  }

  private List<Statement> prints(int line) {
    List<Statement> prints = new ArrayList<>();
    while (tokens.peek().kind() != Token.Kind.BLOCK_END) {
      if (!prints.isEmpty()) {
        tokens.expectOperator(",");
      }
      prints.add(print(line, expressions.expression()));
    }
    return prints;
  }

  private Statement conditional(int line) {
    List<Statement.If.Branch> branches = new ArrayList<>();
    Statement.Body otherwise = Statement.Body.EMPTY;
    Set<String> ends = Set.of("elif", "else", "endif");
    String found = "elif";
    while (found.equals("elif")) {
      Expression test = expressions.expressions(false, ")");
      branches.add(new Statement.If.Branch(test, bodyUpTo("if", ends)));
      found = tokens.next().text();
    }
    if (found.equals("else")) {
      otherwise = bodyUpTo("if", Set.of("endif"));
      tokens.next();
    }
    return new Statement.If(line, List.copyOf(branches), otherwise);
  }

  private Statement loop(int line) {
    AssignmentTarget target = targets.target(false, "in");
    tokens.expectName("in");
    Expression iterable = expressions.expressions(false, "recursive");
    Expression test = tokens.skipName("if") ? expressions.expression() : null;
    boolean recursive = tokens.skipName("recursive");
    int around = loops;
    loops = recursive ? 1 : loops + 1;
    scopes++;
    Statement.Body body = bodyUpTo("for", Set.of("else", "endfor"));
    loops = recursive ? 0 : around;
    Statement.Body otherwise = Statement.Body.EMPTY;
    if (tokens.next().text().equals("else")) {
      otherwise = bodyUpTo("for", Set.of("endfor"));
      tokens.next();
    }
    loops = around;
    scopes--;
    return new ForLoop(
        line,
        target,
        iterable,
        test,
        body,
        otherwise,
        recursive ? new FunctionScope() : null,
        expressions.mode(),
        ForLoop.Scopes.unopened());
  }

  private Statement jump(int line, String name, Statement.Flow flow) {
    if (loops == 0) {
      throw TemplateException.at(line, "'" + name + "' stands outside of a loop");
    }
    return new Statement.Jump(line, flow);
  }

  private Statement assignment(int line) {
    AssignmentTarget target = targets.target(true, "in");
    if (tokens.skipOperator("=")) {
      return new Statement.Assign(line, target, expressions.expressions(true, ")"));
    }
    Expression filters = tokens.skipOperator("|") ? expressions.filters() : null;
    return new CaptureStatement.AssignBlock(
        line, target, filters, scopedBody("set"), expressions.mode(), new Scope());
  }
}
