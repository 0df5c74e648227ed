package dev.sparring.core;

/**
 * What the policy wrote after a prompt.
 *
 * @param prompt ids of the prompt
 * @param ids ids of the completion, the end token included when there was one
 * @param logprobs behaviour log-probability of each of {@code ids}, at the sampling temperature
 * @param text the completion as text, without special tokens
 * @param finish why it ended
 */
public record Completion(int[] prompt, int[] ids, float[] logprobs, String text, Finish finish) {
  /** Nothing was written. */
  public static final Completion NONE =
      new Completion(new int[0], new int[0], new float[0], "", Finish.STOP);

  /** Why a completion ended. */
  public enum Finish {
    /** An end token or a stop text. */
    STOP,
    /** The token limit: the completion is truncated. */
    LENGTH
  }

  /** Whether the completion was cut off. */
  public boolean truncated() {
    return finish == Finish.LENGTH;
  }
}
