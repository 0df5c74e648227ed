package dev.sparring.template;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what stands between the marks of one tag, up to and including the closing mark. */
final class TagLexer {
  /** Takes one token and the offset at which it begins. */
  @FunctionalInterface
  interface Sink {
    void add(Token.Kind kind, String text, int offset);
  }

  private static final String DIGITS = "\\d+(?:_\\d+)*";
  private static final Pattern FLOAT =
      Pattern.compile(
          DIGITS + "(?:(?:\\." + DIGITS + ")?[eE][+-]?" + DIGITS + "|\\." + DIGITS + ")");
  private static final Pattern INTEGER =
      Pattern.compile(
          "0[bB](?:_?[01])+|0[oO](?:_?[0-7])+|0[xX](?:_?[0-9a-fA-F])+|[1-9](?:_?\\d)*|0(?:_?0)*");
  private static final List<String> OPERATORS =
      List.of(
          "//", "**", "==", "!=", ">=", "<=", "+", "-", "/", "*", "%", "~", "[", "]", "(", ")", "{",
          "}", ">", "<", "=", ".", ":", "|", ",", ";");

  private final String source;
  private final String close;
  private final Sink sink;
  private final Deque<Character> brackets = new ArrayDeque<>();
  private int position;
  private char closingSign = ' ';

  TagLexer(String source, int position, String close, Sink sink) {
    this.source = source;
    this.position = position;
    this.close = close;
    this.sink = sink;
  }

  /**
   * Emits the tokens of the tag and returns the offset behind it; nothing more at the end of the
   * source.
   */
  int read() {
    while (position < source.length()) {
      char c = source.charAt(position);
      if (PythonText.isSpace(c)) {
        position++;
      } else if (brackets.isEmpty() && atClose(c)) {
        return position;
      } else {
        readToken(c);
      }
    }
    return position;
  }

  /** The minus or plus in front of the closing mark, or a space. */
  char closingSign() {
    return closingSign;
  }

  private boolean atClose(char c) {
    boolean block = close.equals("%}");
    boolean signed = c == '-' || (block && c == '+');
    int mark = signed ? position + 1 : position;
    if (!source.startsWith(close, mark)) {
      return false;
    }
    sink.add(block ? Token.Kind.BLOCK_END : Token.Kind.PRINT_END, close, position);
    closingSign = signed ? c : ' ';
    position = mark + 2;
    return true;
  }

  private void readToken(char c) {
    if (c == '\'' || c == '"') {
      readString(c);
    } else if (c >= '0' && c <= '9') {
      readNumber();
    } else if (isNamePart(source.codePointAt(position))) {
      readName();
    } else {
      readOperator();
    }
  }

  private static boolean isNamePart(int c) {
    return c == '_'
        || CharacterClasses.isAlphanumeric(c)
        || (Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c));
  }

  private void readName() {
    int start = position;
    while (position < source.length() && isNamePart(source.codePointAt(position))) {
      position += Character.charCount(source.codePointAt(position));
    }
    String name = source.substring(start, position);
    if (!CharacterClasses.isIdentifier(name)) {
      throw fail("invalid character in the name '" + name + "'");
    }
    sink.add(Token.Kind.NAME, name, start);
  }

  private void readString(char quote) {
    int end = position + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw fail("a string is never closed with " + quote);
    }
    try {
      String literal = StringEscapes.decode(source.substring(position + 1, end));
      sink.add(Token.Kind.STRING, literal, position);
    } catch (TemplateRuntimeException failure) {
      throw fail(failure.getMessage());
    }
    position = end + 1;
  }

  private void readNumber() {
    Matcher fraction = FLOAT.matcher(source).region(position, source.length());
    Matcher whole = INTEGER.matcher(source).region(position, source.length());
    // In pair.0.1 the digits are two subscripts, not a fraction.
    boolean subscript = source.charAt(position - 1) == '.';
    if (!subscript && fraction.lookingAt()) {
      sink.add(Token.Kind.FLOAT, fraction.group().replace("_", ""), position);
      position = fraction.end();
    } else if (whole.lookingAt()) {
      sink.add(Token.Kind.INTEGER, whole.group().replace("_", ""), position);
      position = whole.end();
    }
  }

  private void readOperator() {
    for (String operator : OPERATORS) {
      if (source.startsWith(operator, position)) {
        balance(operator.charAt(0));
        sink.add(Token.Kind.OPERATOR, operator, position);
        position += operator.length();
        return;
      }
    }
    throw fail("unexpected character '" + Character.toString(source.codePointAt(position)) + "'");
  }

  /** Keeps track of brackets, so that the braces of a dict literal do not close the tag. */
  private void balance(char c) {
    int opening = "([{".indexOf(c);
    int closing = ")]}".indexOf(c);
    if (opening >= 0) {
      brackets.push(")]}".charAt(opening));
    } else if (closing >= 0) {
      if (brackets.isEmpty()) {
        throw fail("unexpected '" + c + "'");
      }
      char wanted = brackets.pop();
      if (wanted != c) {
        throw fail("unexpected '" + c + "', expected '" + wanted + "'");
      }
    }
  }

  private TemplateException fail(String problem) {
    int line = 1 + (int) source.substring(0, position).chars().filter(c -> c == '\n').count();
    return TemplateException.at(line, problem);
  }
}
