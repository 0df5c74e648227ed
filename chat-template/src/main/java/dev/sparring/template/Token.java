package dev.sparring.template;

/**
 * One lexical unit: {@code text} is the decoded content of a string, the spelling of everything
 * else.
 */
record Token(Kind kind, String text, int line) {
  enum Kind {
    TEXT,
    BLOCK_BEGIN,
    BLOCK_END,
    PRINT_BEGIN,
    PRINT_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String spelling) {
    return kind == wanted && text.equals(spelling);
  }

  /** How an error message calls this token. */
  String described() {
    return switch (kind) {
      case TEXT -> "text";
      case BLOCK_END, PRINT_END, BLOCK_BEGIN, PRINT_BEGIN, NAME, OPERATOR -> "'" + text + "'";
      case STRING -> "a string";
      case INTEGER, FLOAT -> "the number " + text;
      case END -> "the end of the template";
    };
  }
}
