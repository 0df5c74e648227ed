package dev.sparring.template;

/** {@code joiner(', ')}: nothing on its first call, the separator on every later one. */
final class Joiner implements TemplateFunction, TemplateObject {
  private final Object separator;
  private boolean used;

  Joiner(Arguments arguments) {
    this.separator = arguments.bind("sep").or("sep", ", ");
  }

  @Override
  public String name() {
    return "joiner";
  }

  @Override
  public Object call(RenderContext context, Arguments arguments) {
    arguments.bind();
    boolean first = !used;
    used = true;
    return first ? "" : separator;
  }

  @Override
  public Object attribute(String name) {
    return switch (name) {
      case "sep" -> separator;
      case "used" -> used;
      default -> Missing.MISSING;
    };
  }
}
