package dev.sparring.template;

/** What stands behind {@code is}: {@code input is name(arguments)}. */
@FunctionalInterface
interface TemplateTest {
  boolean holds(RenderContext context, Object input, Arguments arguments);
}
