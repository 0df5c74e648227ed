package dev.sparring.template;

/** A value with attributes of its own, such as {@code loop} or a namespace. */
interface TemplateObject {
  /** The attribute, or {@link Missing#MISSING}. */
  Object attribute(String name);
}
