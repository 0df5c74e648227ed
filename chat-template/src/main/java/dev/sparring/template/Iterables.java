package dev.sparring.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** Walking over values. */
final class Iterables {
  private Iterables() {}

  /** What {@code iter(value)} is in Python; fails for what cannot be iterated. */
  static Iterator<Object> iterator(RenderContext context, Object value) {
    Iterator<Object> items = iteratorOrNull(value);
    if (items == null) {
      throw new TemplateRuntimeException(
          "a value of type " + PythonTypes.typeName(value) + " cannot be iterated");
    }
    context.budget().spend(1);
    return items;
  }

  static boolean isIterable(Object value) {
    return iteratorOrNull(value) != null;
  }

  private static Iterator<Object> iteratorOrNull(Object value) {
    if (value instanceof List<?> list) {
      return Collections.<Object>unmodifiableList(list).iterator();
    }
    if (value instanceof Dict dict) {
      return dict.keys().iterator();
    }
    if (Markup.isText(value)) {
      return PythonText.characters(Markup.text(value));
    }
    if (value instanceof DictView view) {
      return view.items().iterator();
    }
    if (value instanceof Generator generator) {
      return generator;
    }
    if (value instanceof LoopContext loop) {
      return loop.pairs();
    }
    return value instanceof Undefined ? Collections.emptyIterator() : null;
  }

  /** Everything that iterating over {@code value} yields; a read-only view of a list. */
  static List<Object> elements(RenderContext context, Object value) {
    if (value instanceof List<?> list) {
      context.budget().spend(1 + list.size() / 4);
      return Collections.unmodifiableList(list);
    }
    return list(context, value);
  }

  /** A new list of everything that iterating over {@code value} yields. */
  static List<Object> list(RenderContext context, Object value) {
    Iterator<Object> items = iterator(context, value);
    List<Object> list = new ArrayList<>();
    while (items.hasNext()) {
      list.add(items.next());
      context.budget().checkElements(list.size());
      if (list.size() % 4 == 0) {
        context.budget().spend(1);
      }
    }
    return list;
  }

  static long length(Object value) {
    if (Markup.isText(value)) {
      return PythonText.length(Markup.text(value));
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Dict dict) {
      return dict.size();
    }
    if (value instanceof DictView view) {
      return view.items().size();
    }
    if (value instanceof LoopContext loop) {
      return loop.length();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw new TemplateRuntimeException(
        "a value of type " + PythonTypes.typeName(value) + " has no length");
  }

  /** What {@code reversed(value)} is in Python, or {@code null} for what has no last item. */
  static Generator reversed(Object value) {
    String type = reversedType(PythonTypes.typeName(value));
    if (value instanceof Undefined) {
      return Generator.over(type, Collections.emptyIterator());
    }
    boolean ordered = value instanceof List || value instanceof Dict || value instanceof DictView;
    if (!ordered && !Markup.isText(value)) {
      return null;
    }
    List<Object> items = new ArrayList<>();
    iteratorOrNull(value).forEachRemaining(item -> items.add(ofKind(value, item)));
    Collections.reverse(items);
    return Generator.over(type, items.iterator());
  }

  private static String reversedType(String type) {
    return switch (type) {
      case "list" -> "list_reverseiterator";
      case "range" -> "range_iterator";
      case "dict", "dict_keys" -> "dict_reversekeyiterator";
      case "dict_values" -> "dict_reversevalueiterator";
      case "dict_items" -> "dict_reverseitemiterator";
      default -> "reversed";
    };
  }

  /** Walking an escaped text backwards yields escaped characters; walking it forwards does not. */
  private static Object ofKind(Object whole, Object item) {
    return whole instanceof Markup ? new Markup((String) item) : item;
  }
}
