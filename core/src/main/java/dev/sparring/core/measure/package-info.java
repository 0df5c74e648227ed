/**
 * Figures over many problems: intervals, how far a confidence can be trusted, and what a filter of
 * a model's own answers gains. They report; nothing is steered by them.
 */
package dev.sparring.core.measure;
