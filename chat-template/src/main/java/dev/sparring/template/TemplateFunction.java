package dev.sparring.template;

/** A value that can be called: a global function, a macro, or a method bound to its object. */
interface TemplateFunction {
  String name();

  Object call(RenderContext context, Arguments arguments);

  @FunctionalInterface
  interface Body {
    Object call(RenderContext context, Arguments arguments);
  }

  /** A function given by its Java implementation. */
  static TemplateFunction of(String name, Body body) {
    return new Builtin(name, null, body);
  }

  /** A method of a text. */
  static TemplateFunction ofText(Object self, String name, Body body) {
    return new Builtin(name, self, body);
  }

  /** Compared by identity, as Python compares functions. */
  final class Builtin implements TemplateFunction {
    private final String name;
    private final Object text;
    private final Body body;

    private Builtin(String name, Object text, Body body) {
      this.name = name;
      this.text = text;
      this.body = body;
    }

    /** The text whose method this is, or {@code null}. */
    Object text() {
      return text;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Object call(RenderContext context, Arguments arguments) {
      return body.call(context, arguments);
    }
  }
}
