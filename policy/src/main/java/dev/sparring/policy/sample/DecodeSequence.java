package dev.sparring.policy.sample;

import dev.sparring.core.Completion;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Sampling;
import dev.sparring.policy.text.IncrementalDecoder;
import dev.sparring.policy.text.Tokenizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** One completion while it is being written. */
public final class DecodeSequence {
  private final int[] prompt;
  private final RandomStream stream;
  private final int limit;
  private int[] ids = new int[16];
  private float[] logprobs = new float[16];
  private int length;
  private Completion.Finish finish;
  private String text;
  private IncrementalDecoder written;

  /**
   * @param limit tokens it may have
   */
  DecodeSequence(int[] prompt, RandomStream stream, int limit) {
    this.prompt = prompt;
    this.stream = stream;
    this.limit = limit;
  }

  /**
   * The completion that tokens make which were drawn elsewhere. It ends where the rules of this
   * program end it, even when more tokens follow.
   *
   * @param logprobs one a token
   * @param limit tokens it may have
   * @return empty when the tokens end before the completion does
   */
  public static Optional<Completion> replay(
      int[] prompt,
      int[] ids,
      float[] logprobs,
      int limit,
      Set<Integer> stopIds,
      Sampling sampling,
      Tokenizer tokenizer) {
    DecodeSequence sequence = new DecodeSequence(prompt, RandomStream.of(0), limit);
    for (int i = 0; i < ids.length && !sequence.done(); i++) {
      sequence.add(ids[i], logprobs[i], stopIds, sampling, tokenizer);
    }
    return sequence.done() ? Optional.of(sequence.completion()) : Optional.empty();
  }

  int[] prompt() {
    return prompt;
  }

  boolean done() {
    return finish != null;
  }

  /** The token that is fed next: the prompt's last, or the one just written. */
  int token() {
    return length == 0 ? prompt[prompt.length - 1] : ids[length - 1];
  }

  /** Where it stands in the context. */
  int position() {
    return prompt.length + length - 1;
  }

  /** The random number of the token {@code ahead} tokens from now; 24 bits, exact as a float. */
  float uniform(int ahead) {
    return (stream.bits(length + ahead) >>> 40) * 0x1p-24f;
  }

  /** Takes one more token, unless it is done already. */
  void add(int id, float logprob, Set<Integer> stopIds, Sampling sampling, Tokenizer tokenizer) {
    if (done()) {
      return;
    }
    if (length == ids.length) {
      ids = Arrays.copyOf(ids, 2 * length);
      logprobs = Arrays.copyOf(logprobs, 2 * length);
    }
    ids[length] = id;
    logprobs[length++] = logprob;
    if (stopIds.contains(id)) {
      finish(Completion.Finish.STOP, tokenizer.decode(Arrays.copyOf(ids, length - 1)));
    } else if (!sampling.stop().isEmpty() && stopText(id, sampling, tokenizer)) {
      return;
    } else if (length == limit) {
      finish(Completion.Finish.LENGTH, tokenizer.decode(Arrays.copyOf(ids, length)));
    }
  }

  /** Looks for a stop text where the new id can have completed one. */
  private boolean stopText(int id, Sampling sampling, Tokenizer tokenizer) {
    if (written == null) {
      written = new IncrementalDecoder(tokenizer);
    }
    int known = written.certain().length();
    written.add(id);
    int longest = sampling.stop().stream().mapToInt(String::length).max().orElse(0);
    int from = Math.max(0, known - longest + 1);
    String tail =
        written.certain().subSequence(from, written.certain().length()) + written.pending();
    int first =
        sampling.stop().stream().mapToInt(tail::indexOf).filter(at -> at >= 0).min().orElse(-1);
    if (first >= 0) {
      finish(Completion.Finish.STOP, written.text().substring(0, from + first));
    }
    return first >= 0;
  }

  private void finish(Completion.Finish how, String written) {
    finish = how;
    text = written;
  }

  Completion completion() {
    return new Completion(
        prompt, Arrays.copyOf(ids, length), Arrays.copyOf(logprobs, length), text, finish);
  }
}
