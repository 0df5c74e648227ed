package dev.sparring.policy.text;

import java.util.Arrays;

/**
 * Text out of ids that come one at a time.
 *
 * <p>At any moment {@link #certain} and {@link #pending} together are what the tokenizer makes of
 * all ids so far. Text is certain when no later id can change it: a token may end within a
 * character, whose bytes read as U+FFFD until the rest of them is there.
 *
 * <p>Only the last few ids are decoded again, behind some whose text is known, since tokenizers
 * drop a space at the beginning of a text. The work for an id does not grow with the text; within a
 * run of {@code ByteFallback} tokens, which are decoded all or none, it grows with the run.
 */
public final class IncrementalDecoder {
  private static final String BROKEN = "\uFFFD";

  private final Tokenizer tokenizer;
  private final StringBuilder certain = new StringBuilder();

  /** Ids from the known ones on; the first {@code known} of {@code length} are certain. */
  private int[] ids = new int[8];

  private int length;
  private int known;
  private String before = "";
  private String pending = "";

  /** A decoder that has seen nothing. */
  public IncrementalDecoder(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /** Takes the next id. */
  public void add(int id) {
    if (!tokenizer.hasText(id)) {
      return;
    }
    if (length == ids.length) {
      ids = Arrays.copyOf(ids, 2 * length);
    }
    ids[length++] = id;
    String last = pending;
    pending = after(length);
    if (tokenizer.isByte(id)) {
      return;
    }
    if (!pending.endsWith(BROKEN)) {
      settle(length, pending);
    } else if (length - 1 > known && !tokenizer.isByte(ids[length - 2]) && apart(last)) {
      settle(length - 1, last);
    }
  }

  /** Whether the newest id begins a character, so that what is broken before it stays so. */
  private boolean apart(String last) {
    String alone = decode(length - 1, length);
    return !alone.isEmpty() && pending.equals(last + alone);
  }

  private String after(int to) {
    String text = decode(0, to);
    return text.startsWith(before) ? text.substring(before.length()) : text;
  }

  /** Ids up to {@code to} are certain, and {@code text} is what they add. */
  private void settle(int to, String text) {
    certain.append(text);
    System.arraycopy(ids, known, ids, 0, length - known);
    length -= known;
    known = to - known;
    before = decode(0, known);
    pending = after(length);
  }

  private String decode(int from, int to) {
    return tokenizer.decode(Arrays.copyOfRange(ids, from, to));
  }

  /** The text that stays as it is; it only grows. */
  public CharSequence certain() {
    return certain;
  }

  /** What follows it, if no further id comes. */
  public String pending() {
    return pending;
  }

  /** All of it. */
  public String text() {
    return certain + pending;
  }
}
