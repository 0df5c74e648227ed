/**
 * The tasks. A task is one class that implements {@link dev.sparring.core.task.Task}. {@link
 * java.util.ServiceLoader} finds it, and no other class refers to it. A task declares its own
 * options.
 */
package dev.sparring.core.task;
