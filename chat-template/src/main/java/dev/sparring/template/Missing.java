package dev.sparring.template;

/**
 * Stands where there is no value: a variable that has not been set, an attribute that an object
 * does not have. Templates never see it; Python's {@code None} is Java's {@code null}.
 */
enum Missing {
  MISSING
}
