package dev.sparring.template;

/** What is known, when a template is parsed, of whether texts are escaped at some place of it. */
enum AutoescapeMode {
  OFF,
  ON,
  /** Inside of an {@code {% autoescape %}} whose argument is no constant. */
  VOLATILE;

  /** Whether texts are escaped in this rendering. */
  boolean isOn(RenderContext context) {
    return this == ON || (this == VOLATILE && context.autoescape());
  }
}
