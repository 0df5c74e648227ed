/**
 * The settings of a run. Each is a component of a record; its key is the component's name with
 * hyphens, its limits stand on it as {@code @Constraint}, and its default and its explanation stand
 * in a module's {@code reference.conf}. Reading, checking, writing and comparing follow from the
 * records, so a new setting is one component and one entry in a {@code reference.conf}.
 *
 * <p>Nothing here knows what a setting is for, and no file is written here.
 */
package dev.sparring.core.config;
