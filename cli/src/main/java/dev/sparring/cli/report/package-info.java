/**
 * The report on finished runs: one HTML file that needs no other file, no script and no network.
 */
package dev.sparring.cli.report;
