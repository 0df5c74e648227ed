/**
 * A model writes text from which a passage can be learned, and is rewarded for what it can answer
 * once a scratch adapter has learned that text ("Self-Adapting Language Models", SEAL, 2506.10943);
 * and tasks with passages.
 */
package dev.sparring.systems.edit;
