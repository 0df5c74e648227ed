package dev.sparring.template;

import java.util.List;

/** {@code cycler('odd', 'even')}: returns its items one after the other, and then begins again. */
final class Cycler implements TemplateObject {
  private final List<Object> items;
  private int position;

  Cycler(Arguments arguments) {
    if (!arguments.named().isEmpty() || arguments.positional().isEmpty()) {
      throw new TemplateRuntimeException("cycler() needs at least one item, and none with a name");
    }
    this.items = arguments.positional();
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "current" -> items.get(position);
      case "items" -> new Tuple(items);
      case "pos" -> (long) position;
      case "next" -> TemplateFunction.of(name, (context, arguments) -> next(arguments));
      case "reset" -> TemplateFunction.of(name, (context, arguments) -> reset(arguments));
      default -> Missing.MISSING;
    };
  }

  private Object next(Arguments arguments) {
    arguments.bind();
    Object current = items.get(position);
    position = (position + 1) % items.size();
    return current;
  }

  private Object reset(Arguments arguments) {
    arguments.bind();
    position = 0;
    return null;
  }
}
