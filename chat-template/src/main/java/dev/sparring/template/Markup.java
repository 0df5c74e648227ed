package dev.sparring.template;

/**
 * A text that counts as escaped for HTML, as the filters {@code escape} and {@code safe} make it.
 * It is a {@code str} in every respect, but what is joined to it is escaped first.
 */
record Markup(String text) {
  /** Whether Python would call the value a {@code str}. */
  static boolean isText(Object value) {
    return value instanceof String || value instanceof Markup;
  }

  /** The characters of a text, escaped or not. */
  static String text(Object value) {
    return value instanceof Markup markup ? markup.text : (String) value;
  }

  /** What {@code value} adds to an escaped text: itself when it is one, otherwise escaped. */
  static Markup escape(RenderContext context, Object value) {
    return value instanceof Markup markup
        ? markup
        : new Markup(escapeText(context, PythonRepr.text(context, value)));
  }

  /** {@code text} as a text of the same kind as {@code model}. */
  static Object like(Object model, String text) {
    return model instanceof Markup ? new Markup(text) : text;
  }

  /** An escaped text where {@code on}, otherwise a plain one. */
  static Object when(boolean on, String text) {
    return on ? new Markup(text) : text;
  }

  static String escapeText(RenderContext context, String text) {
    context.budget().spendOnText(text.length());
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '\'' -> out.append("&#39;");
        case '"' -> out.append("&#34;");
        default -> out.append(c);
      }
    }
    context.budget().checkSize(out.length());
    return out.toString();
  }
}
