/** Text to ids and back: the checkpoint's tokenizer and its chat template. */
package dev.sparring.policy.text;
