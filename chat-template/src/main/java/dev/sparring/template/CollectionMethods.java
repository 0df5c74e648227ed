package dev.sparring.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** The methods of dicts, lists, tuples and ranges that change nothing. */
final class CollectionMethods {
  private CollectionMethods() {}

  /** The method, or {@code null} when there is none of that name. */
  static TemplateFunction ofDict(Dict dict, String name) {
    TemplateFunction.Body body =
        switch (name) {
          case "get" -> (context, arguments) -> get(context, dict, arguments);
          case "keys" -> view(name, dict::keys);
          case "values" -> view(name, dict::values);
          case "items" -> view(name, dict::items);
          case "copy" ->
              (context, arguments) -> {
                arguments.bind();
                return dict.copy();
              };
          case "fromkeys" -> CollectionMethods::fromKeys;
          default -> null;
        };
    return body == null ? null : TemplateFunction.of(name, body);
  }

  private static TemplateFunction.Body view(String name, Supplier<List<Object>> items) {
    return (context, arguments) -> {
      arguments.bind();
      return new DictView("dict_" + name, items.get());
    };
  }

  private static Object get(RenderContext context, Dict dict, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("key", "default");
    Object value = dict.get(context, given.required("key"));
    return value == Missing.MISSING ? given.or("default", null) : value;
  }

  private static Object fromKeys(RenderContext context, Arguments arguments) {
    Arguments.Bound given = arguments.bindPositional("iterable", "value");
    Dict dict = new Dict();
    Iterator<Object> keys = Iterables.iterator(context, given.required("iterable"));
    while (keys.hasNext()) {
      dict.put(context, keys.next(), given.or("value", null));
      context.budget().checkElements(dict.size());
    }
    return dict;
  }

  /** The method, or {@code null} when there is none of that name. */
  static TemplateFunction ofList(List<?> list, String name) {
    TemplateFunction.Body body =
        switch (name) {
          case "index" -> (context, arguments) -> index(context, list, arguments);
          case "count" -> (context, arguments) -> count(context, list, arguments);
          case "copy" ->
              list instanceof Tuple || list instanceof Range
                  ? null
                  : (context, arguments) -> {
                    arguments.bind();
                    return new ArrayList<>(list);
                  };
          default -> null;
        };
    return body == null ? null : TemplateFunction.of(name, body);
  }

  private static Object index(RenderContext context, List<?> list, Arguments arguments) {
    Arguments.Bound given =
        list instanceof Range
            ? arguments.bindPositional("value")
            : arguments.bindPositional("value", "start", "stop");
    Object wanted = given.required("value");
    int start = bound(given, "start", 0, list.size());
    int stop = bound(given, "stop", list.size(), list.size());
    for (int i = start; i < stop; i++) {
      context.budget().spend(1);
      if (Comparisons.equal(context, list.get(i), wanted)) {
        return (long) i;
      }
    }
    throw new TemplateRuntimeException("index() finds no such value");
  }

  private static int bound(Arguments.Bound given, String name, int fallback, int length) {
    if (!given.has(name)) {
      return fallback;
    }
    if (!Numbers.isInteger(given.required(name))) {
      throw PythonTypes.wrongType("index()", "an int", given.required(name));
    }
    long index = Numbers.clamped(given.required(name));
    return (int) Math.max(0, Math.min(length, index < 0 ? index + length : index));
  }

  private static Object count(RenderContext context, List<?> list, Arguments arguments) {
    Object wanted = arguments.bindPositional("value").required("value");
    long count = 0;
    for (Object item : list) {
      context.budget().spend(1);
      count += Comparisons.equal(context, item, wanted) ? 1 : 0;
    }
    return count;
  }
}
