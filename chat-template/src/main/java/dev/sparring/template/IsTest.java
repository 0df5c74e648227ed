package dev.sparring.template;

/** What stands behind {@code is}: {@code input is name(arguments)}. */
@FunctionalInterface
interface IsTest {
  boolean holds(Run run, Object input, Arguments arguments);
}
