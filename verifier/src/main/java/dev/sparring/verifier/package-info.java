/** The actor that turns answers into rewards. The rules, and what judges answers, are core's. */
package dev.sparring.verifier;
