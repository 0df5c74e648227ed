/** The command line. What it does is elsewhere; here is how it is asked for and how it is shown. */
package dev.sparring.cli;
