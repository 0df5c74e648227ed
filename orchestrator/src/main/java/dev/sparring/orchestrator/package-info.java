/**
 * The run: the training loop as a state machine, and the actor that drives it. {@code evaluation}
 * measures, {@code run} holds what is on disk, {@code wire} holds how messages are written. {@link
 * dev.sparring.orchestrator.Training} is where a program enters.
 */
package dev.sparring.orchestrator;
