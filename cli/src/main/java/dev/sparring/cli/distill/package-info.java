/**
 * {@code sparring distill}: a teacher writes and labels problems, and a student learns from its
 * answers (after 2505.07105: a student that is taught at a volume can pass its teacher).
 */
package dev.sparring.cli.distill;
