/**
 * Reads run directories by their documented formats while other processes write them: metrics,
 * rollouts, logs, checkpoints and the summary. Nothing here writes, and nothing takes a lock. What
 * is read at once is bounded, whatever the size of the run. No class of the trainer but the core's
 * may enter.
 */
package dev.sparring.dashboard.run;
