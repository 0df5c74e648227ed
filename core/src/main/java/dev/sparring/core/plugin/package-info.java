/**
 * Finds implementations of Sparring's interfaces in jars and folders of others, through {@link
 * java.util.ServiceLoader}, and says which file one comes from. Knows none of these interfaces.
 */
package dev.sparring.core.plugin;
