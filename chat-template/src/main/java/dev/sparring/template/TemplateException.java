package dev.sparring.template;

/**
 * A chat template that cannot be read or rendered.
 *
 * <p>The message is one line, {@code line 3: 'tools' is undefined}. If a template calls {@code
 * raise_exception}, the message is the template's, without a line number.
 */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }

  static TemplateException at(int line, String problem) {
    return new TemplateException("line " + line + ": " + problem);
  }
}
