/**
 * A model answers, sees its answer, and answers again; it learns to correct itself ("Training
 * Language Models to Self-Correct via Reinforcement Learning", SCoRe, 2409.12917).
 */
package dev.sparring.systems.correction;
