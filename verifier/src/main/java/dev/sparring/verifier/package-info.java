/** The actor that turns answers into rewards. The rules are core's. */
package dev.sparring.verifier;
