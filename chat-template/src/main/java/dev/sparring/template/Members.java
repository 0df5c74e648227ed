package dev.sparring.template;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Attributes and elements. {@code x.name} looks for a method first and an element second, {@code
 * x['name']} the other way round; what is not there is undefined. Nothing here reaches a Java
 * object's own members.
 */
final class Members {
  private static final Set<String> MUTATING =
      Set.of(
          "append",
          "clear",
          "extend",
          "insert",
          "pop",
          "popitem",
          "remove",
          "reverse",
          "setdefault",
          "sort",
          "update");

  private Members() {}

  static Object attribute(Object owner, String name) {
    Object found = method(owner, name);
    if (found != null) {
      return found;
    }
    if (owner instanceof Map<?, ?> dict && dict.containsKey(name)) {
      return dict.get(name);
    }
    return missing(owner, name);
  }

  static Object item(Run run, Object owner, Object key) {
    if (owner instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (owner instanceof Map<?, ?> dict && dict.containsKey(key)) {
      return dict.get(key);
    }
    if (Numbers.isInteger(key) && owner instanceof List<?> list) {
      int index = index(Numbers.toLong(key), list.size());
      return index < 0 ? Undefined.element(owner, key) : list.get(index);
    }
    if (Numbers.isInteger(key) && owner instanceof String text) {
      run.budget().spendOnText(text.length());
      int index = index(Numbers.toLong(key), PythonText.length(text));
      return index < 0 ? Undefined.element(owner, key) : PythonText.between(text, index, index + 1);
    }
    Object found = key instanceof String name ? method(owner, name) : null;
    return found == null ? missingItem(owner, key) : found;
  }

  /** The attribute alone, without a look at elements: the filter {@code attr}. */
  static Object attributeOnly(Object owner, String name) {
    Object found = method(owner, name);
    return found == null ? missing(owner, name) : found;
  }

  private static Object missing(Object owner, String name) {
    if (owner instanceof Namespace namespace) {
      return namespace.get(name);
    }
    return owner instanceof Loop loop ? loop.attribute(name) : Undefined.attribute(owner, name);
  }

  private static Object missingItem(Object owner, Object key) {
    if (key instanceof String name) {
      return missing(owner, name);
    }
    return Undefined.element(owner, key);
  }

  /** The index counted from the front, or -1 when it is out of bounds. */
  private static int index(long index, int length) {
    long fromFront = index < 0 ? index + length : index;
    return fromFront >= 0 && fromFront < length ? (int) fromFront : -1;
  }

  private static Object method(Object owner, String name) {
    if (owner instanceof Undefined undefined) {
      throw undefined.failure();
    }
    if (name.startsWith("__") && name.endsWith("__")) {
      return Undefined.unsafeAttribute(owner, name);
    }
    if (owner instanceof String text) {
      return StringMethods.bound(text, name);
    }
    boolean mutable = owner instanceof Map || Values.typeName(owner).equals("list");
    if (mutable && MUTATING.contains(name) && isMethod(owner, name)) {
      return Undefined.unsafeAttribute(owner, name);
    }
    if (owner instanceof Map<?, ?> dict) {
      return CollectionMethods.ofDict(dict, name);
    }
    return owner instanceof List<?> list ? CollectionMethods.ofList(list, name) : null;
  }

  private static boolean isMethod(Object owner, String name) {
    Set<String> ofDicts = Set.of("clear", "pop", "popitem", "setdefault", "update");
    boolean both = name.equals("clear") || name.equals("pop");
    return both || ofDicts.contains(name) == (owner instanceof Map);
  }
}
