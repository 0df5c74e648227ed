/**
 * The making of the bundled model: synthetic text of the tasks that can write it, no other data.
 */
package dev.sparring.cli.pretrain;
