package dev.sparring.template;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** All filters by name: those of Jinja, and {@code tojson} as transformers defines it. */
final class BuiltinFilters {
  /** Filters that Jinja gives the variables of a rendering, so that they are never constant. */
  private static final Set<String> NEED_RENDERING =
      Set.of("map", "select", "reject", "selectattr", "rejectattr", "random");

  private static final Map<String, TemplateFilter> BY_NAME = collect();

  private BuiltinFilters() {}

  private static Map<String, TemplateFilter> collect() {
    Map<String, TemplateFilter> filters = new HashMap<>();
    filters.putAll(TextFilters.FILTERS);
    filters.putAll(LayoutFilters.FILTERS);
    filters.putAll(HtmlFilters.FILTERS);
    filters.putAll(NumberFilters.FILTERS);
    filters.putAll(SequenceFilters.FILTERS);
    filters.putAll(LazyFilters.FILTERS);
    filters.putAll(BatchFilters.FILTERS);
    filters.put("default", BuiltinFilters::fallback);
    filters.put("d", BuiltinFilters::fallback);
    filters.put("attr", BuiltinFilters::attribute);
    filters.put("tojson", JsonWriter::filter);
    filters.put("random", BuiltinFilters::random);
    return Map.copyOf(filters);
  }

  /** The filter, or {@code null} when there is none of that name. */
  static TemplateFilter find(String name) {
    return BY_NAME.get(name);
  }

  static boolean needsRendering(String name) {
    return NEED_RENDERING.contains(name);
  }

  static String unknown(String name) {
    return "No filter named '" + name + "'.";
  }

  private static Object fallback(RenderContext context, Object input, Arguments arguments) {
    Arguments.Bound given = arguments.bind("default_value", "boolean");
    boolean missing =
        input instanceof Undefined || (given.isTrue("boolean") && !PythonTypes.isTrue(input));
    return missing ? given.or("default_value", "") : input;
  }

  private static Object attribute(RenderContext context, Object input, Arguments arguments) {
    return Attributes.attributeOnly(input, arguments.bind("name").requiredText("name"));
  }

  /** A rendering gives the same text every time, so that runs can be repeated. */
  private static Object random(RenderContext context, Object input, Arguments arguments) {
    arguments.bind();
    throw new TemplateRuntimeException("the filter 'random' is refused, for its result is random");
  }
}
