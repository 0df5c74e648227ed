package dev.sparring.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The methods of dicts, lists and tuples that change nothing. */
final class CollectionMethods {
  private CollectionMethods() {}

  /** The method, or {@code null} when there is none of that name. */
  static Invocable ofDict(Map<?, ?> dict, String name) {
    Invocable.Body body =
        switch (name) {
          case "get" -> (run, arguments) -> get(dict, arguments);
          case "keys" -> view(name, () -> new ArrayList<>(dict.keySet()));
          case "values" -> view(name, () -> new ArrayList<>(dict.values()));
          case "items" -> view(name, () -> Sequences.pairs(dict));
          case "copy" -> (run, arguments) -> new LinkedHashMap<>(dict);
          default -> null;
        };
    return body == null ? null : new Invocable.Function(name, body);
  }

  private static Invocable.Body view(String name, java.util.function.Supplier<List<Object>> items) {
    return (run, arguments) -> {
      arguments.bind();
      return new DictView("dict_" + name, items.get());
    };
  }

  private static Object get(Map<?, ?> dict, Arguments arguments) {
    Arguments.Bound given = arguments.bind("key", "default");
    Object key = Values.key(given.required("key"));
    return dict.containsKey(key) ? dict.get(key) : given.or("default", null);
  }

  /** The method, or {@code null} when there is none of that name. */
  static Invocable ofList(List<?> list, String name) {
    Invocable.Body body =
        switch (name) {
          case "index" -> (run, arguments) -> index(run, list, arguments);
          case "count" -> (run, arguments) -> count(run, list, arguments);
          case "copy" ->
              list instanceof Tuple || list instanceof Range
                  ? null
                  : (run, arguments) -> new ArrayList<>(list);
          default -> null;
        };
    return body == null ? null : new Invocable.Function(name, body);
  }

  private static Object index(Run run, List<?> list, Arguments arguments) {
    Object wanted = arguments.bind("value").required("value");
    for (int i = 0; i < list.size(); i++) {
      run.budget().spend(1);
      if (Comparisons.equal(run, list.get(i), wanted)) {
        return (long) i;
      }
    }
    throw new Failure("index() finds no such value");
  }

  private static Object count(Run run, List<?> list, Arguments arguments) {
    Object wanted = arguments.bind("value").required("value");
    long count = 0;
    for (Object item : list) {
      run.budget().spend(1);
      count += Comparisons.equal(run, item, wanted) ? 1 : 0;
    }
    return count;
  }
}
