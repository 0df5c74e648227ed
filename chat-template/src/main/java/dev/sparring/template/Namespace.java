package dev.sparring.template;

/** The one mutable value of the language: its attributes can be set from inside a loop. */
final class Namespace implements TemplateObject {
  private final Dict attributes;
  private final RenderContext context;

  private Namespace(RenderContext context, Dict attributes) {
    this.context = context;
    this.attributes = attributes;
  }

  static Namespace of(RenderContext context, Arguments arguments) {
    return new Namespace(context, Globals.dict(context, arguments));
  }

  void set(String name, Object value) {
    attributes.put(context, name, value);
  }

  Dict attributes() {
    return attributes;
  }

  @Override
  public Object attribute(String name) {
    return attributes.get(context, name);
  }
}
