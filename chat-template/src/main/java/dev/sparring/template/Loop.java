package dev.sparring.template;

import java.util.List;

/** The variable {@code loop}: where a {@code for} stands in its items. */
final class Loop {
  private final List<Object> items;
  private int index;
  private List<Object> seen;

  Loop(List<Object> items) {
    this.items = items;
  }

  void moveTo(int position) {
    index = position;
  }

  Object attribute(String name) {
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) items.size() - index;
      case "revindex0" -> items.size() - index - 1L;
      case "length" -> (long) items.size();
      case "first" -> index == 0;
      case "last" -> index == items.size() - 1;
      case "depth" -> 1L;
      case "depth0" -> 0L;
      case "previtem" -> neighbour(index - 1, "there is no previous item");
      case "nextitem" -> neighbour(index + 1, "there is no next item");
      case "cycle" -> new Invocable.Function("cycle", (run, arguments) -> cycle(arguments));
      case "changed" -> new Invocable.Function("changed", this::changed);
      default -> Undefined.attribute(this, name);
    };
  }

  private Object neighbour(int position, String problem) {
    if (position < 0 || position >= items.size()) {
      return new Undefined(problem);
    }
    return items.get(position);
  }

  private Object cycle(Arguments arguments) {
    List<Object> values = arguments.positional();
    if (values.isEmpty()) {
      throw new Failure("cycle() needs values to cycle through");
    }
    return values.get(index % values.size());
  }

  private Object changed(Run run, Arguments arguments) {
    boolean changed = seen == null || !Comparisons.equal(run, seen, arguments.positional());
    seen = arguments.positional();
    return changed;
  }
}
