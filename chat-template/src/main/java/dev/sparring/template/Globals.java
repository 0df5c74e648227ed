package dev.sparring.template;

import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The functions every template can call: those of Jinja that chat templates use, and two of
 * transformers.
 */
final class Globals {
  private static final int LONGEST_DATE = 1000;

  private Globals() {}

  static Scope scope() {
    Scope scope = new Scope(null);
    define(scope, "range", (run, arguments) -> Range.of(arguments));
    define(scope, "dict", (run, arguments) -> dict(arguments));
    define(scope, "namespace", (run, arguments) -> Namespace.of(arguments));
    define(scope, "raise_exception", Globals::raise);
    define(scope, "strftime_now", Globals::now);
    return scope;
  }

  private static void define(Scope scope, String name, Invocable.Body body) {
    scope.set(name, new Invocable.Function(name, body));
  }

  /** A dict from another dict or nothing, and from named arguments. */
  static Map<Object, Object> dict(Arguments arguments) {
    Map<Object, Object> dict = new LinkedHashMap<>();
    Object source = arguments.positional().isEmpty() ? Map.of() : arguments.positional().get(0);
    if (arguments.positional().size() > 1 || !(source instanceof Map<?, ?> given)) {
      throw new Failure(arguments.callee() + " takes one dict and named arguments");
    }
    dict.putAll(given);
    dict.putAll(arguments.named());
    return dict;
  }

  private static Object raise(Run run, Arguments arguments) {
    Object message = arguments.bind("message").required("message");
    throw new TemplateException(Printer.text(run, message));
  }

  private static Object now(Run run, Arguments arguments) {
    String format = arguments.bind("format").requiredText("format");
    if (format.length() > LONGEST_DATE) {
      throw new Failure("the format of strftime_now() is longer than " + LONGEST_DATE);
    }
    return Dates.format(format, ZonedDateTime.now(run.clock()));
  }
}
