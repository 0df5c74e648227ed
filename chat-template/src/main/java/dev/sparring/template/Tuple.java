package dev.sparring.template;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A list that prints with parentheses and differs from every list. */
class Tuple extends AbstractList<Object> {
  private final List<Object> items;

  Tuple(List<?> items) {
    this.items = Collections.unmodifiableList(new ArrayList<>(items));
  }

  static Tuple of(Object first, Object second) {
    List<Object> both = new ArrayList<>();
    both.add(first);
    both.add(second);
    return new Tuple(both);
  }

  @Override
  public final Object get(int index) {
    return items.get(index);
  }

  @Override
  public final int size() {
    return items.size();
  }

  /** What the filter {@code groupby} makes: a pair whose parts have names too. */
  static final class Group extends Tuple implements TemplateObject {
    Group(Object grouper, List<Object> items) {
      super(Tuple.of(grouper, items));
    }

    @Override
    public Object attribute(String name) {
      return switch (name) {
        case "grouper" -> get(0);
        case "list" -> get(1);
        default -> Missing.MISSING;
      };
    }
  }
}
