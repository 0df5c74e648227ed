package dev.sparring.template;

import java.util.List;
import java.util.Set;

/**
 * Attributes and elements. {@code x.name} looks for an attribute first and an element second,
 * {@code x['name']} the other way round; what is not there is undefined. Nothing here reaches a
 * Java object's own members, and attributes that would change a value are refused, as Jinja's
 * immutable sandbox refuses them.
 */
final class Attributes {
  private static final Set<String> CHANGE_LISTS =
      Set.of("append", "clear", "extend", "insert", "pop", "remove", "reverse", "sort");
  private static final Set<String> CHANGE_DICTS =
      Set.of("clear", "pop", "popitem", "setdefault", "update");

  /** What every object of Python has, and no template may have. */
  private static final Set<String> EVERY_OBJECT =
      Set.of(
          "__class__",
          "__delattr__",
          "__dir__",
          "__doc__",
          "__eq__",
          "__format__",
          "__ge__",
          "__getattribute__",
          "__getstate__",
          "__gt__",
          "__hash__",
          "__init__",
          "__init_subclass__",
          "__le__",
          "__lt__",
          "__ne__",
          "__new__",
          "__reduce__",
          "__reduce_ex__",
          "__repr__",
          "__setattr__",
          "__sizeof__",
          "__str__",
          "__subclasshook__");

  private Attributes() {}

  /** {@code owner.name}. */
  static Object attribute(RenderContext context, Object owner, String name) {
    Object found = attributeOrMissing(owner, name);
    if (found == Missing.MISSING) {
      found = element(context, owner, name);
    }
    return found == Missing.MISSING ? Undefined.attribute(owner, name) : found;
  }

  /** {@code owner[key]}. */
  static Object item(RenderContext context, Object owner, Object key) {
    Object found = element(context, owner, key);
    if (found == Missing.MISSING && Markup.isText(key)) {
      found = attributeOrMissing(owner, Markup.text(key));
    }
    return found == Missing.MISSING ? Undefined.element(owner, key) : found;
  }

  /** The attribute alone, without a look at elements: the filter {@code attr}. */
  static Object attributeOnly(Object owner, String name) {
    Object found = attributeOrMissing(owner, name);
    return found == Missing.MISSING ? Undefined.attribute(owner, name) : found;
  }

  private static Object element(RenderContext context, Object owner, Object key) {
    Undefined.refuse(owner);
    if (owner instanceof Dict dict) {
      return isHashable(key) ? dict.get(context, key) : Missing.MISSING;
    }
    if (owner instanceof TemplateReference template && Markup.isText(key)) {
      return template.block(Markup.text(key));
    }
    if (!Numbers.isInteger(key)) {
      return Missing.MISSING;
    }
    if (owner instanceof List<?> list) {
      int index = index(Numbers.clamped(key), list.size());
      return index < 0 ? Missing.MISSING : list.get(index);
    }
    if (Markup.isText(owner)) {
      String text = Markup.text(owner);
      context.budget().spendOnText(text.length());
      int index = index(Numbers.clamped(key), PythonText.length(text));
      return index < 0
          ? Missing.MISSING
          : Markup.like(owner, PythonText.between(text, index, index + 1));
    }
    return Missing.MISSING;
  }

  /** A key that cannot be hashed is a key that is not there. */
  private static boolean isHashable(Object key) {
    return !(key instanceof Dict) && (!(key instanceof List) || key instanceof Tuple);
  }

  /** The index counted from the front, or -1 when it is out of bounds. */
  private static int index(long index, int length) {
    long fromFront = index < 0 ? index + length : index;
    return fromFront >= 0 && fromFront < length ? (int) fromFront : -1;
  }

  /** What Python's {@code getattr} finds, less what the sandbox refuses. */
  private static Object attributeOrMissing(Object owner, String name) {
    boolean internal = name.startsWith("__") && name.endsWith("__");
    if (owner instanceof Undefined ? EVERY_OBJECT.contains(name) : internal) {
      return Undefined.unsafeAttribute(owner, name);
    }
    Undefined.refuse(owner);
    boolean list = PythonTypes.typeName(owner).equals("list");
    if ((list && CHANGE_LISTS.contains(name))
        || (owner instanceof Dict && CHANGE_DICTS.contains(name))) {
      return Undefined.unsafeAttribute(owner, name);
    }
    Object found =
        owner instanceof TemplateObject object ? object.attribute(name) : Missing.MISSING;
    if (found != Missing.MISSING) {
      return found;
    }
    TemplateFunction method = method(owner, name);
    return method == null ? NumberMethods.attribute(owner, name) : method;
  }

  private static TemplateFunction method(Object owner, String name) {
    if (Markup.isText(owner)) {
      return StringMethods.bound(owner, name);
    }
    if (owner instanceof Dict dict) {
      return CollectionMethods.ofDict(dict, name);
    }
    return owner instanceof List<?> list ? CollectionMethods.ofList(list, name) : null;
  }
}
