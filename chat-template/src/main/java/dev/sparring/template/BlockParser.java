package dev.sparring.template;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads tags with a scope of their own, and those that take other templates. */
final class BlockParser {
  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private final TargetParser targets;
  private final StatementParser statements;
  private final Map<String, ScopeStatement.Block> found = new HashMap<>();

  BlockParser(
      TokenStream tokens,
      ExpressionParser expressions,
      TargetParser targets,
      StatementParser statements) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.targets = targets;
    this.statements = statements;
  }

  /** All blocks by name. */
  Map<String, ScopeStatement.Block> found() {
    return found;
  }

  Statement filter(int line) {
    Expression filters = expressions.filters();
    return new CaptureStatement.FilterBlock(
        line, filters, statements.scopedBody("filter"), expressions.mode(), new Scope());
  }

  Statement with(int line) {
    List<Statement.Assign> assignments = new ArrayList<>();
    while (tokens.peek().kind() != Token.Kind.BLOCK_END && !tokens.atOperator(":")) {
      if (!assignments.isEmpty()) {
        tokens.expectOperator(",");
      }
      AssignmentTarget target = targets.target(false, "in");
      tokens.expectOperator("=");
      assignments.add(new Statement.Assign(line, target, expressions.expression()));
    }
    return new ScopeStatement.With(
        line, List.copyOf(assignments), statements.scopedBody("with"), new Scope());
  }

  Statement autoescape(int line) {
    Expression on = expressions.expression();
    AutoescapeMode around = expressions.enter(expressions.folder().mode(on));
    Statement.Body body = statements.scopedBody("autoescape");
    expressions.enter(around);
    return new ScopeStatement.Autoescape(line, on, body, new Scope());
  }

  Statement block(int line) {
    String name = tokens.expect(Token.Kind.NAME, "the name of the block").text();
    boolean scoped = tokens.skipName("scoped");
    boolean required = tokens.skipName("required");
    AutoescapeMode around = expressions.enter(AutoescapeMode.OFF);
    Statement.Body body = statements.functionBody("block");
    expressions.enter(around);
    if (required && !body.statements().stream().allMatch(BlockParser::isBlank)) {
      throw TemplateException.at(line, "a required block can only have white space inside");
    }
    tokens.skipName(name);
    ScopeStatement.Block block =
        new ScopeStatement.Block(line, name, scoped, required, body, new Scope());
    if (found.put(name, block) != null) {
      throw TemplateException.at(line, "the block '" + name + "' comes twice");
    }
    return block;
  }

  private static boolean isBlank(Statement statement) {
    return statement instanceof Statement.Text text
        && CharacterClasses.all(text.text(), PythonText::isSpace);
  }

  /** A tag that needs other templates; it fails when it is reached. */
  Statement otherTemplate(int line, String tag, boolean outermost) {
    if (tag.equals("extends") && !outermost) {
      throw TemplateException.at(line, "'extends' cannot stand inside of another tag");
    }
    Expression template = expressions.expression();
    List<String> names = new ArrayList<>();
    boolean lenient = false;
    if (tag.equals("include")) {
      lenient = skipNames("ignore", "missing");
    } else if (tag.equals("import")) {
      tokens.expectName("as");
      names.add(targets.name("a name"));
    } else if (tag.equals("from")) {
      tokens.expectName("import");
      importedNames(names);
    }
    if (!tag.equals("extends") && !skipNames("with", "context")) {
      skipNames("without", "context");
    }
    return new Statement.OtherTemplate(line, tag, template, names, lenient);
  }

  private boolean skipNames(String first, String second) {
    boolean there = tokens.atName(first) && tokens.second().is(Token.Kind.NAME, second);
    if (there) {
      tokens.next();
      tokens.next();
    }
    return there;
  }

  private void importedNames(List<String> names) {
    do {
      if (atContext()) {
        return;
      }
      int line = tokens.line();
      String name = targets.name("a name to import");
      if (name.startsWith("_")) {
        throw TemplateException.at(line, "names that start with an underline cannot be imported");
      }
      names.add(tokens.skipName("as") ? targets.name("a name") : name);
    } while (!atContext() && tokens.skipOperator(","));
  }

  private boolean atContext() {
    return (tokens.atName("with") || tokens.atName("without"))
        && tokens.second().is(Token.Kind.NAME, "context");
  }
}
