/**
 * Hugging Face directories: {@code config.json} and safetensors read into parameters, and written
 * back. Everything that a directory can be wrong in is found here, before a weight is used.
 */
package dev.sparring.policy.checkpoint;
