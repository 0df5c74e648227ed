/**
 * The majority vote over the answers to one problem. Answers come in canonical form. Other packages
 * read texts and compute rewards.
 */
package dev.sparring.core.vote;
