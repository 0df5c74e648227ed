package dev.sparring.template;

import java.math.BigInteger;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;

/** Values as Python's {@code str} and {@code repr} write them. */
final class PythonRepr {
  private static final String ADDRESS = " at 0x7f0000000000>";

  private final RenderContext context;
  private final StringBuilder out = new StringBuilder();

  private PythonRepr(RenderContext context) {
    this.context = context;
  }

  /** What {@code {{ value }}} writes. */
  static String text(RenderContext context, Object value) {
    if (Markup.isText(value)) {
      return Markup.text(value);
    }
    return value instanceof Undefined ? "" : of(context, value);
  }

  /** What a value looks like inside a list. */
  static String of(RenderContext context, Object value) {
    PythonRepr repr = new PythonRepr(context);
    repr.print(value);
    return repr.out.toString();
  }

  /** As {@link #of}, with escapes for all characters beyond ASCII. */
  static String ascii(RenderContext context, Object value) {
    StringBuilder out = new StringBuilder();
    of(context, value)
        .codePoints()
        .forEach(
            c -> {
              if (c < 0x80) {
                out.append((char) c);
              } else {
                escape(out, c);
              }
            });
    return out.toString();
  }

  private void print(Object value) {
    context.budget().spend(1);
    context.budget().enter();
    if (value instanceof Markup markup) {
      out.append("Markup(");
      quote(markup.text());
      out.append(')');
    } else if (value instanceof String text) {
      quote(text);
    } else if (value instanceof List<?> list && !(value instanceof Range)) {
      boolean tuple = value instanceof Tuple;
      join(tuple ? "(" : "[", list, tuple ? (list.size() == 1 ? ",)" : ")") : "]");
    } else if (value instanceof Dict dict) {
      dict(dict);
    } else if (value instanceof DictView view) {
      join(view.type() + "([", view.items(), "])");
    } else if (value instanceof Namespace namespace) {
      out.append("<Namespace ");
      dict(namespace.attributes());
      out.append('>');
    } else if (value instanceof TemplateFunction.Builtin function
        && function.text() instanceof Markup markup
        && StringMethods.isOfMarkup(function.name())) {
      out.append("<bound method Markup.").append(function.name()).append(" of ");
      print(markup);
      out.append('>');
    } else {
      out.append(plain(value));
    }
    context.budget().checkSize(out.length());
    context.budget().leave();
  }

  private static String plain(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof Double number) {
      return FloatText.print(number);
    }
    if (value instanceof Long || value instanceof BigInteger) {
      return IntegerArithmetic.print(value);
    }
    if (value instanceof Complex
        || value instanceof Range
        || value instanceof Macro
        || value instanceof LoopContext) {
      return value.toString();
    }
    if (value instanceof Undefined) {
      return "Undefined";
    }
    return value instanceof TemplateReference ? "<TemplateReference None>" : object(value);
  }

  /** An object of which Python prints the address, which is always the same here. */
  private static String object(Object value) {
    String printed = "<" + PythonTypes.typeName(value) + " object";
    if (value instanceof Generator generator) {
      printed = "<" + generator.printed();
    } else if (value instanceof TemplateFunction.Builtin function) {
      String name = function.name();
      if (Globals.CLASSES.containsKey(name)) {
        return "<class '" + Globals.CLASSES.get(name) + "'>";
      }
      printed =
          function.text() == null
              ? "<function " + name
              : "<built-in method " + name + " of str object";
    }
    return printed + ADDRESS;
  }

  private void join(String open, List<?> items, String close) {
    out.append(open);
    separate(items.iterator(), (printer, item) -> printer.print(item));
    out.append(close);
  }

  private void dict(Dict dict) {
    out.append('{');
    separate(
        dict.items().iterator(),
        (printer, item) -> {
          Tuple entry = (Tuple) item;
          printer.print(entry.get(0));
          printer.out.append(": ");
          printer.print(entry.get(1));
        });
    out.append('}');
  }

  private <T> void separate(Iterator<T> items, BiConsumer<PythonRepr, T> print) {
    while (items.hasNext()) {
      print.accept(this, items.next());
      if (items.hasNext()) {
        out.append(", ");
      }
    }
  }

  /** Python prefers single quotes, and takes double ones where that saves escapes. */
  private void quote(String text) {
    context.budget().spendOnText(text.length());
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    out.append(quote);
    text.codePoints().forEach(c -> character(c, quote));
    out.append(quote);
  }

  private void character(int c, char quote) {
    if (c == quote || c == '\\') {
      out.append('\\').append((char) c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\r') {
      out.append("\\r");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (CharacterClasses.isPrintable(c)) {
      out.appendCodePoint(c);
    } else {
      context.budget().spend(1);
      escape(out, c);
    }
  }

  /** Appends an escape of two, four or eight hex digits, whichever is the shortest. */
  private static void escape(StringBuilder out, int c) {
    String digits = Integer.toHexString(c);
    int width = c < 0x100 ? 2 : c < 0x10000 ? 4 : 8;
    out.append('\\').append(c < 0x100 ? 'x' : c < 0x10000 ? 'u' : 'U');
    out.append("0".repeat(width - digits.length())).append(digits);
  }
}
