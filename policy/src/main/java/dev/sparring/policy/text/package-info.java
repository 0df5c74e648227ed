/**
 * Text to ids and back: the checkpoint's tokenizer and its chat template. What the files beside
 * {@code tokenizer.json} say is put into it here, before the library that encodes reads it.
 */
package dev.sparring.policy.text;
