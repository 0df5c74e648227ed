package dev.sparring.policy.sample;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import java.util.List;

/**
 * A prompt and the samples wanted of it.
 *
 * @param id named in the reply
 * @param role who is to write; it may have an adapter of its own
 * @param messages the chat so far; when there is none, {@code beginning} is plain text
 * @param beginning what the answer is made to begin with; usually empty
 * @param samples one random stream a completion; they share the prompt's prefill
 */
public record Prompt(
    String id,
    Role role,
    List<ChatMessage> messages,
    String beginning,
    List<RandomStream> samples) {}
