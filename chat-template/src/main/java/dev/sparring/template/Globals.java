package dev.sparring.template;

import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The functions every template can call: those of Jinja, and two of transformers. */
final class Globals {
  private static final int LONGEST_DATE = 1000;

  /** Functions that are classes in Python, by which they print. */
  static final Map<String, String> CLASSES =
      Map.of(
          "dict", "dict",
          "namespace", "jinja2.utils.Namespace",
          "cycler", "jinja2.utils.Cycler",
          "joiner", "jinja2.utils.Joiner");

  private Globals() {}

  /** A new map of all functions by name, to which the variables of a rendering are added. */
  static Map<String, Object> all() {
    Map<String, Object> all = new HashMap<>();
    define(all, "range", (context, arguments) -> Range.of(arguments));
    define(all, "dict", Globals::dict);
    define(all, "namespace", Namespace::of);
    define(all, "cycler", (context, arguments) -> new Cycler(arguments));
    define(all, "joiner", (context, arguments) -> new Joiner(arguments));
    define(all, "lipsum", (context, arguments) -> lipsum());
    define(all, "raise_exception", Globals::raise);
    define(all, "strftime_now", Globals::now);
    return all;
  }

  private static void define(Map<String, Object> all, String name, TemplateFunction.Body body) {
    all.put(name, TemplateFunction.of(name, body));
  }

  /** A dict from another dict, pairs or nothing, and from named arguments. */
  static Dict dict(RenderContext context, Arguments arguments) {
    if (arguments.positional().size() > 1) {
      throw new TemplateRuntimeException(arguments.callee() + " takes one dict at most");
    }
    Dict dict = new Dict();
    if (!arguments.positional().isEmpty()) {
      Object source = arguments.positional().get(0);
      dict = source instanceof Dict given ? given.copy() : ofPairs(context, source);
    }
    for (Map.Entry<String, Object> named : arguments.named().entrySet()) {
      dict.put(context, named.getKey(), named.getValue());
    }
    return dict;
  }

  private static Dict ofPairs(RenderContext context, Object pairs) {
    Dict dict = new Dict();
    // Python looks for the method keys() first, and something undefined refuses to be looked at.
    Undefined.refuse(pairs);
    Iterator<Object> items = Iterables.iterator(context, pairs);
    while (items.hasNext()) {
      List<Object> pair = Iterables.elements(context, items.next());
      if (pair.size() != 2) {
        throw new TemplateRuntimeException("dict() needs pairs, got " + pair.size() + " values");
      }
      dict.put(context, pair.get(0), pair.get(1));
      context.budget().checkElements(dict.size());
    }
    return dict;
  }

  private static Object lipsum() {
    throw new TemplateRuntimeException("lipsum() is refused, for its text is random");
  }

  private static Object raise(RenderContext context, Arguments arguments) {
    Object message = arguments.bind("message").required("message");
    throw new TemplateException(PythonRepr.text(context, message));
  }

  private static Object now(RenderContext context, Arguments arguments) {
    String format = arguments.bind("format").requiredText("format");
    if (format.length() > LONGEST_DATE) {
      throw new TemplateRuntimeException(
          "the format of strftime_now() is longer than " + LONGEST_DATE);
    }
    return Dates.format(format, ZonedDateTime.now(context.clock()));
  }
}
