/**
 * Assertions that tests of several modules share: about the directories of runs, read as they lie
 * on the disk and without any class of the trainer; and {@link dev.sparring.testkit.TaskContract},
 * which tasks of other projects run as well.
 */
package dev.sparring.testkit;
