package dev.sparring.template;

import java.util.HashMap;
import java.util.Map;

/**
 * The variables of one function, by the depth of the scope and the name. The body of a macro is a
 * function, and so are a block, a recursive loop, the test of a loop, and the template as a whole.
 * Scopes of the same depth share their variables, as in the functions that Jinja compiles.
 */
final class FunctionScope {
  /** No template has as many; finding the symbols of a template that has takes too long. */
  private static final int MOST_VARIABLES = 2000;

  private record Key(int level, String name) {}

  private final Map<Key, Slot> slots = new HashMap<>();

  Slot slot(int level, String name) {
    if (slots.size() > MOST_VARIABLES) {
      throw new TemplateException("the template has more than " + MOST_VARIABLES + " variables");
    }
    return slots.computeIfAbsent(new Key(level, name), key -> new Slot(this, slots.size()));
  }

  int size() {
    return slots.size();
  }
}
