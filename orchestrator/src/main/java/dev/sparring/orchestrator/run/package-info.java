/** The run directory: what is in it, how it is written so that any death leaves it whole. */
package dev.sparring.orchestrator.run;
