package dev.sparring.template;

import java.util.HashMap;
import java.util.Map;

/** All filters by name. */
final class Filters {
  private static final Map<String, Filter> BY_NAME = collect();

  private Filters() {}

  private static Map<String, Filter> collect() {
    Map<String, Filter> filters = new HashMap<>();
    filters.putAll(TextFilters.FILTERS);
    filters.putAll(NumberFilters.FILTERS);
    filters.putAll(SequenceFilters.FILTERS);
    filters.putAll(SelectFilters.FILTERS);
    filters.put("default", Filters::fallback);
    filters.put("d", Filters::fallback);
    filters.put("attr", Filters::attribute);
    filters.put("tojson", Json::filter);
    return Map.copyOf(filters);
  }

  /** The filter, or {@code null} when there is none of that name. */
  static Filter find(String name) {
    return BY_NAME.get(name);
  }

  static String unknown(String name) {
    return "No filter named '" + name + "'.";
  }

  private static Object fallback(Run run, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("default_value", "boolean");
    boolean missing =
        input instanceof Undefined || (given.isTrue("boolean") && !Values.isTrue(input));
    return missing ? given.or("default_value", "") : input;
  }

  private static Object attribute(Run run, Object input, Arguments arguments) {
    return Members.attributeOnly(input, arguments.bind("name").requiredText("name"));
  }
}
