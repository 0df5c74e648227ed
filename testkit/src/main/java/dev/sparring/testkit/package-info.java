/**
 * Assertions about run directories that tests of several modules share. Reads files as they lie on
 * the disk, by their documented formats, and uses no class of the trainer.
 */
package dev.sparring.testkit;
