/** The role that writes problems: its actor, and the reading of what it wrote. */
package dev.sparring.proposer;
