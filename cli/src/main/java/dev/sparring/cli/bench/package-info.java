/** Pieces of work that are timed, the same that other trainers can be timed on. */
package dev.sparring.cli.bench;
