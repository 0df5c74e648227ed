/**
 * The run: the orchestrator's loop and the rooms around it: {@code evaluation}, {@code run} (the
 * run directory), {@code pretrain} (the bundled model) and {@code cli}.
 */
package dev.sparring.orchestrator;
