package dev.sparring.template;

/**
 * Something that went wrong in an operation which does not know where in the template it was called
 * from. The innermost expression or statement around it turns it into a {@link TemplateException}
 * with a line number.
 */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Failure(String problem) {
    // Always translated, so a stack trace would be collected for nobody.
    super(problem, null, false, false);
  }
}
