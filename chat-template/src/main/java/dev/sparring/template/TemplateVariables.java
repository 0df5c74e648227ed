package dev.sparring.template;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables that a template finds by name when nothing in it says where they are kept: those of
 * the caller, the global functions, and what the template has set outside of all blocks and loops.
 */
final class TemplateVariables {
  private final Map<String, Object> given;
  private final Map<String, Object> set = new HashMap<>();

  TemplateVariables(Map<String, Object> given) {
    this.given = given;
  }

  /** All of these variables, and on top of them {@code locals}. */
  TemplateVariables with(Map<String, Object> locals) {
    Map<String, Object> all = new HashMap<>(given);
    all.putAll(set);
    all.putAll(locals);
    return new TemplateVariables(all);
  }

  void set(String name, Object value) {
    set.put(name, value);
  }

  /** The value, or {@link Missing#MISSING}. */
  Object find(String name) {
    if (set.containsKey(name)) {
      return set.get(name);
    }
    return given.containsKey(name) ? given.get(name) : Missing.MISSING;
  }
}
