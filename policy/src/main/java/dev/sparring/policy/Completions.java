package dev.sparring.policy;

import dev.sparring.core.Completion;
import java.util.List;
import java.util.Optional;

/**
 * What came of one prompt.
 *
 * @param id the prompt's
 * @param completions one a sample, in order; empty when it was refused
 * @param refusal why nothing was written, for example that the prompt does not fit the context
 */
public record Completions(String id, List<Completion> completions, Optional<String> refusal) {}
