/**
 * Runs Python programs that a model wrote and says what came of each test. {@link
 * dev.sparring.sandbox.Sandbox} is where to begin. What programs print is compared here, outside of
 * the process that ran them; a sandbox that fails throws and never yields an outcome.
 */
package dev.sparring.sandbox;
