package dev.sparring.template;

import java.util.Locale;

/**
 * The backslash escapes of Python string literals. An escape Python does not know stays as it is
 * written.
 */
final class StringEscapes {
  private static final String LETTERS = "\\'\"abfnrtv";
  private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

  private StringEscapes() {}

  static String decode(String literal) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < literal.length()) {
      char c = literal.charAt(at);
      if (c == '\\' && at + 1 < literal.length()) {
        at = escape(literal, at + 1, out);
      } else {
        out.append(c);
        at++;
      }
    }
    return out.toString();
  }

  /** Decodes the escape whose letter is at {@code at} and returns the offset behind it. */
  private static int escape(String literal, int at, StringBuilder out) {
    char letter = literal.charAt(at);
    int known = LETTERS.indexOf(letter);
    if (known >= 0) {
      out.append(MEANT.charAt(known));
      return at + 1;
    }
    return switch (letter) {
      case '\n' -> at + 1;
      case 'x' -> hexadecimal(literal, at, 2, out);
      case 'u' -> hexadecimal(literal, at, 4, out);
      case 'U' -> hexadecimal(literal, at, 8, out);
      case 'N' -> named(literal, at, out);
      default -> letter >= '0' && letter <= '7' ? octal(literal, at, out) : keep(literal, at, out);
    };
  }

  /**
   * Keeps what is no escape. Python turns characters beyond ASCII into escapes before it looks for
   * any, and takes the backslash in front of one for part of an escaped backslash.
   */
  private static int keep(String literal, int at, StringBuilder out) {
    int c = literal.codePointAt(at);
    out.append('\\');
    if (c < 0x80) {
      out.append((char) c);
    } else {
      String form = c < 0x100 ? "x%02x" : c < 0x10000 ? "u%04x" : "U%08x";
      out.append(String.format(Locale.ROOT, form, c));
    }
    return at + Character.charCount(c);
  }

  private static int hexadecimal(String literal, int at, int digits, StringBuilder out) {
    int end = at + 1 + digits;
    try {
      int value = Integer.parseUnsignedInt(literal.substring(at + 1, end), 16);
      out.appendCodePoint(value);
      return end;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      throw new TemplateRuntimeException(
          "the escape \\" + literal.charAt(at) + " needs " + digits + " hex digits");
    }
  }

  private static int octal(String literal, int at, StringBuilder out) {
    int end = at;
    while (end < literal.length() && end < at + 3 && "01234567".indexOf(literal.charAt(end)) >= 0) {
      end++;
    }
    out.append((char) Integer.parseInt(literal.substring(at, end), 8));
    return end;
  }

  private static int named(String literal, int at, StringBuilder out) {
    int end = literal.indexOf('}', at);
    if (end < 0 || !literal.startsWith("{", at + 1)) {
      throw new TemplateRuntimeException("the escape \\N needs a character name in braces");
    }
    try {
      out.appendCodePoint(Character.codePointOf(literal.substring(at + 2, end)));
    } catch (IllegalArgumentException e) {
      throw new TemplateRuntimeException("there is no character of the name in \\N{…}");
    }
    return end + 1;
  }
}
