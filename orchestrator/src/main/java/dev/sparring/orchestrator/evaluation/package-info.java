/** Held-out problems and truth. What is measured here is reported; it selects nothing. */
package dev.sparring.orchestrator.evaluation;
