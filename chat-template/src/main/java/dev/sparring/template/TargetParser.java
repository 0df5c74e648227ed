package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what stands on the left of an assignment. */
final class TargetParser {
  private static final Set<String> CONSTANTS =
      Set.of("true", "false", "none", "True", "False", "None");

  private final TokenStream tokens;

  TargetParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  /**
   * One name, or several with commas between.
   *
   * @param namespaces whether attributes of namespaces are targets, too
   * @param end the name behind which no further target is expected after a comma
   */
  AssignmentTarget target(boolean namespaces, String end) {
    AssignmentTarget first = single(namespaces);
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<AssignmentTarget> targets = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",") && !atEnd(namespaces ? ")" : end)) {
      targets.add(single(namespaces));
    }
    return new AssignmentTarget.Several(List.copyOf(targets));
  }

  private boolean atEnd(String end) {
    return tokens.atName(end)
        || tokens.atOperator(")")
        || tokens.peek().kind() == Token.Kind.BLOCK_END;
  }

  private AssignmentTarget single(boolean namespaces) {
    if (tokens.skipOperator("(")) {
      tokens.enter();
      // Attributes are no targets inside of parentheses.
      AssignmentTarget inner =
          tokens.atOperator(")") ? new AssignmentTarget.Several(List.of()) : target(false, ")");
      tokens.leave();
      tokens.expectOperator(")");
      return inner;
    }
    String name = name("a name");
    if (namespaces && tokens.skipOperator(".")) {
      String attribute = tokens.expect(Token.Kind.NAME, "the name of an attribute").text();
      return new AssignmentTarget.Attribute(name, attribute);
    }
    return new AssignmentTarget.Name(name);
  }

  /** A single name that something can be assigned to. */
  String name(String described) {
    Token name = tokens.expect(Token.Kind.NAME, described);
    if (CONSTANTS.contains(name.text())) {
      throw TemplateException.at(name.line(), "nothing can be assigned to '" + name.text() + "'");
    }
    return name.text();
  }
}
