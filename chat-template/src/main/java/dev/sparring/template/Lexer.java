package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a template into text, tags and their tokens, and drops comments.
 *
 * <p>White space is settled here, with the two switches transformers sets: {@code trim_blocks} (one
 * newline after a block or comment goes) and {@code lstrip_blocks} (blanks between the start of a
 * line and a block or comment go). A minus in a tag removes all white space on its side, a plus
 * keeps everything.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;
  private int line = 1;
  private int counted;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String template) {
    String unix = template.replace("\r\n", "\n").replace('\r', '\n');
    // Jinja drops a single newline at the very end of a template.
    Lexer lexer = new Lexer(unix.endsWith("\n") ? unix.substring(0, unix.length() - 1) : unix);
    lexer.readAll();
    return List.copyOf(lexer.tokens);
  }

  private void readAll() {
    while (position < source.length()) {
      int open = nextTag(position);
      if (open < 0) {
        add(Token.Kind.TEXT, source.substring(position));
        position = source.length();
      } else {
        String before = textBefore(open);
        if (!before.isEmpty()) {
          add(Token.Kind.TEXT, before);
        }
        position = open;
        readTag(source.charAt(open + 1));
      }
    }
    add(Token.Kind.END, "");
  }

  private int nextTag(int from) {
    for (int at = source.indexOf('{', from); at >= 0; at = source.indexOf('{', at + 1)) {
      if (at + 1 < source.length() && "%{#".indexOf(source.charAt(at + 1)) >= 0) {
        return at;
      }
    }
    return -1;
  }

  /**
   * The text up to the tag at {@code open}, less the white space the tag takes away on its left.
   */
  private String textBefore(int open) {
    String text = source.substring(position, open);
    char sign = open + 2 < source.length() ? source.charAt(open + 2) : ' ';
    if (sign == '-') {
      return PythonText.stripRight(text, null);
    }
    if (sign == '+' || source.charAt(open + 1) == '{') {
      return text;
    }
    int lineStart = text.lastIndexOf('\n') + 1;
    boolean fromLineStart = lineStart > 0 || position == 0 || source.charAt(position - 1) == '\n';
    boolean blank = PythonText.stripRight(text.substring(lineStart), null).isEmpty();
    return fromLineStart && blank ? text.substring(0, lineStart) : text;
  }

  private void readTag(char type) {
    int start = position;
    position += 2;
    if (position < source.length() && "-+".indexOf(source.charAt(position)) >= 0) {
      position++;
    }
    if (type == '#') {
      skipComment();
    } else if (type == '%' && atRaw(position, "raw", "-") > 0) {
      readRaw();
    } else {
      boolean block = type == '%';
      addAt(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.PRINT_BEGIN, "{" + type, start);
      readInside(block);
    }
  }

  private void skipComment() {
    int close = source.indexOf("#}", position);
    if (close < 0) {
      throw TemplateException.at(lineAt(position), "a comment is never closed with '#}'");
    }
    char sign = close > position ? source.charAt(close - 1) : ' ';
    position = close + 2;
    afterBlock(sign);
  }

  /**
   * Where {@code raw %}} ends when that is what stands at {@code at}, otherwise -1; {@code signs}
   * may stand in front of its mark.
   */
  private int atRaw(int at, String name, String signs) {
    int start = skipBlanks(at);
    if (!source.startsWith(name, start)) {
      return -1;
    }
    int end = skipBlanks(start + name.length());
    if (end < source.length() && signs.indexOf(source.charAt(end)) >= 0) {
      end++;
    }
    return source.startsWith("%}", end) ? end + 2 : -1;
  }

  private void readRaw() {
    int opened = position;
    int end = atRaw(position, "raw", "-");
    // Unlike other blocks, raw keeps the newline behind it.
    position = source.charAt(end - 3) == '-' ? skipBlanks(end) : end;
    for (int open = source.indexOf("{%", position);
        open >= 0;
        open = source.indexOf("{%", open + 1)) {
      int inside = open + 2 < source.length() && "-+".indexOf(source.charAt(open + 2)) >= 0 ? 3 : 2;
      int close = atRaw(open + inside, "endraw", "-+");
      if (close > 0) {
        add(Token.Kind.TEXT, textBefore(open));
        position = close;
        afterBlock(source.charAt(close - 3));
        return;
      }
    }
    throw TemplateException.at(lineAt(opened), "'raw' is never closed with 'endraw'");
  }

  private void afterBlock(char sign) {
    if (sign == '-') {
      position = skipBlanks(position);
    } else if (sign != '+' && position < source.length() && source.charAt(position) == '\n') {
      position++;
    }
  }

  private void readInside(boolean block) {
    TagLexer inside = new TagLexer(source, position, block ? "%}" : "}}", this::addAt);
    position = inside.read();
    if (block) {
      afterBlock(inside.closingSign());
    } else if (inside.closingSign() == '-') {
      position = skipBlanks(position);
    }
  }

  private int skipBlanks(int from) {
    int at = from;
    while (at < source.length() && PythonText.isSpace(source.charAt(at))) {
      at++;
    }
    return at;
  }

  private void add(Token.Kind kind, String text) {
    addAt(kind, text, position);
  }

  private void addAt(Token.Kind kind, String text, int at) {
    tokens.add(new Token(kind, text, lineAt(at)));
  }

  private int lineAt(int at) {
    for (; counted < at; counted++) {
      if (source.charAt(counted) == '\n') {
        line++;
      }
    }
    return line;
  }
}
