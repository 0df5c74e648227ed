package dev.sparring.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What filters such as {@code map} return in Jinja: it can be walked once, has no length, and is
 * true even when nothing comes out of it. Templates have been written around that, so it is kept.
 */
final class Generator {
  private final Iterator<Object> items;

  Generator(List<Object> items) {
    this.items = items.iterator();
  }

  List<Object> rest() {
    List<Object> rest = new ArrayList<>();
    items.forEachRemaining(rest::add);
    return rest;
  }

  /** The next item, or {@code empty} when there is none. */
  Object next(Object empty) {
    return items.hasNext() ? items.next() : empty;
  }
}
