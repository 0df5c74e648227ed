/**
 * What is played. A task is one class behind {@link dev.sparring.core.task.Task}; it is found
 * through {@link java.util.ServiceLoader}, and nothing outside the class knows its name. What it
 * can be set to it declares itself.
 */
package dev.sparring.core.task;
