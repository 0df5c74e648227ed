/**
 * The settings of a run. A setting is a component of a record. Its key is the component's name with
 * hyphens, {@code @Constraint} on the component says which values are allowed, and a module's
 * {@code reference.conf} has its default and its explanation. Reading, checking, writing and
 * comparing work on any record, so a new setting is one component and one entry in a {@code
 * reference.conf}.
 *
 * <p>This package writes no file and does not use the settings.
 */
package dev.sparring.core.config;
