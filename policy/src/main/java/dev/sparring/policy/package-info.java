/**
 * The language model: {@code hub} (where models come from), {@code checkpoint} (Hugging Face
 * directories), {@code text} (tokenizer, chat template), {@code tensor} (TorchScript programs on
 * DJL), {@code sample} (rollouts), {@code learn} (losses, gradients, AdamW) and {@code worker} (the
 * actor that holds it all on one device).
 *
 * <p>Nothing here knows a role's prompts or a task.
 */
package dev.sparring.policy;
