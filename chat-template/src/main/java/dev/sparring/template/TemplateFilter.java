package dev.sparring.template;

/** What stands behind a bar: {@code input | name(arguments)}. */
@FunctionalInterface
interface TemplateFilter {
  Object apply(RenderContext context, Object input, Arguments arguments);
}
