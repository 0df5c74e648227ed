/** The role that answers problems: its actor, and the reading of what it wrote. */
package dev.sparring.solver;
