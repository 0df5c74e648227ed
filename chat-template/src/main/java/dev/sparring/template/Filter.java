package dev.sparring.template;

/** What stands behind a bar: {@code input | name(arguments)}. */
@FunctionalInterface
interface Filter {
  Object apply(Run run, Object input, Arguments arguments);
}
