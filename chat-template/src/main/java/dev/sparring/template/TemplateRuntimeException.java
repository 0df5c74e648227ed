package dev.sparring.template;

/**
 * An operation that fails while a template is rendered. The operation does not know its place in
 * the template; the innermost expression or statement around it turns the exception into a {@link
 * TemplateException} with a line number.
 */
final class TemplateRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateRuntimeException(String problem) {
    // Always translated, so a stack trace would be collected for nobody.
    super(problem, null, false, false);
  }
}
