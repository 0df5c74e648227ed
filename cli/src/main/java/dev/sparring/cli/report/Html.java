package dev.sparring.cli.report;

import java.util.Locale;

/**
 * Writes HTML that is well-formed XML as well. Every text is escaped, and what cannot be seen in it
 * (control characters, marks that change the direction of text) is written as an escape, so that a
 * text that a model wrote stays a text.
 */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Adds markup, which must hold no text from outside. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Adds a text. */
  Html text(String text) {
    out.append(escaped(text));
    return this;
  }

  /** Adds an element that holds a text. */
  Html element(String name, String text) {
    return raw("<" + name + ">").text(text).raw("</" + name + ">");
  }

  /** Adds an element with a class that holds a text. */
  Html element(String name, String style, String text) {
    return raw("<" + name + " class=\"" + style + "\">").text(text).raw("</" + name + ">");
  }

  /** Escapes a text, for content and for attributes in double quotes. */
  static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints().forEach(c -> escape(c, escaped));
    return escaped.toString();
  }

  private static void escape(int c, StringBuilder escaped) {
    switch (c) {
      case '&' -> escaped.append("&amp;");
      case '<' -> escaped.append("&lt;");
      case '>' -> escaped.append("&gt;");
      case '"' -> escaped.append("&quot;");
      case '\n', '\t' -> escaped.append((char) c);
      default -> {
        if (unseen(c)) {
          escaped.append(String.format(Locale.ROOT, "\\u%04x", c));
        } else {
          escaped.appendCodePoint(c);
        }
      }
    }
  }

  private static boolean unseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> (c & 0xFFFE) == 0xFFFE; // no characters, which XML refuses
    };
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
