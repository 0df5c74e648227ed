package dev.sparring.template;

import java.util.Iterator;
import java.util.List;

/**
 * The variable {@code loop}: where a {@code for} stands in its items. Items that are computed while
 * they are walked are asked for no earlier than necessary.
 */
final class LoopContext implements TemplateFunction, TemplateObject {
  /** Renders the body of a recursive loop over other items, one level deeper. */
  @FunctionalInterface
  interface Recursion {
    Object render(Object items, long depth);
  }

  private final RenderContext context;
  private final Object iterable;
  private final Recursion recursion;
  private final long depth;
  private Iterator<Object> items;
  private long index = -1;
  private Long length;
  private Object before = Missing.MISSING;
  private Object current = Missing.MISSING;
  private Object after = Missing.MISSING;
  private List<Object> lastChanged;

  /**
   * @param recursion what calling {@code loop} does, or {@code null} in a loop that is not
   *     recursive
   * @param depth how many loops this one is called from
   */
  LoopContext(RenderContext context, Object iterable, Recursion recursion, long depth) {
    this.context = context;
    this.iterable = iterable;
    this.recursion = recursion;
    this.depth = depth;
    this.items = Iterables.iterator(context, iterable);
  }

  /** The next item, or {@link Missing#MISSING} at the end. */
  Object next() {
    Object item = peek();
    if (item != Missing.MISSING) {
      after = Missing.MISSING;
      index++;
      before = current;
      current = item;
    }
    return item;
  }

  private Object peek() {
    if (after == Missing.MISSING && items.hasNext()) {
      after = items.next();
    }
    return after;
  }

  /** Walking the variable itself goes on with the loop. */
  Iterator<Object> pairs() {
    return Generator.over(
        "LoopContext",
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return peek() != Missing.MISSING;
          }

          @Override
          public Object next() {
            return Tuple.of(LoopContext.this.next(), LoopContext.this);
          }
        });
  }

  long length() {
    if (length == null) {
      boolean sized = !(iterable instanceof Generator) && !(iterable instanceof LoopContext);
      length = sized ? Iterables.length(iterable) : remaining();
    }
    return length;
  }

  /** Walks what is left, and puts it back. */
  private long remaining() {
    List<Object> rest = new java.util.ArrayList<>();
    while (items.hasNext()) {
      rest.add(items.next());
      context.budget().spend(1);
      context.budget().checkElements(rest.size());
    }
    items = rest.iterator();
    return rest.size() + index + 1 + (after == Missing.MISSING ? 0 : 1);
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "index" -> index + 1;
      case "index0" -> index;
      case "revindex" -> length() - index;
      case "revindex0" -> length() - index - 1;
      case "length" -> length();
      case "first" -> index == 0;
      case "last" -> peek() == Missing.MISSING;
      case "depth" -> depth + 1;
      case "depth0" -> depth;
      case "previtem" -> index == 0 ? new Undefined("there is no previous item") : before;
      case "nextitem" -> peek() == Missing.MISSING ? new Undefined("there is no next item") : after;
      case "cycle" -> TemplateFunction.of(name, (run, arguments) -> cycle(arguments));
      case "changed" -> TemplateFunction.of(name, this::changed);
      default -> Missing.MISSING;
    };
  }

  private Object cycle(Arguments arguments) {
    arguments.refuseNamed();
    List<Object> values = arguments.positional();
    if (values.isEmpty()) {
      throw new TemplateRuntimeException("cycle() needs values to cycle through");
    }
    return values.get((int) (index % values.size()));
  }

  private Object changed(RenderContext run, Arguments arguments) {
    arguments.refuseNamed();
    List<Object> values = new Tuple(arguments.positional());
    boolean changed = lastChanged == null || !Comparisons.equal(run, lastChanged, values);
    lastChanged = changed ? values : lastChanged;
    return changed;
  }

  @Override
  public String name() {
    return "loop";
  }

  @Override
  public Object call(RenderContext run, Arguments arguments) {
    Object other = arguments.bind("iterable").required("iterable");
    if (recursion == null) {
      throw new TemplateRuntimeException(
          "the loop must have the 'recursive' marker to be called recursively");
    }
    return recursion.render(other, depth + 1);
  }

  @Override
  public String toString() {
    return "<LoopContext " + (index + 1) + "/" + length() + ">";
  }
}
