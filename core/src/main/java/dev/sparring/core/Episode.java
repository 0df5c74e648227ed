package dev.sparring.core;

/**
 * A token sequence to learn from: which tokens count, how probable they were when they were
 * written, and how much better than expected they turned out. Prompt and completion of one turn are
 * the simplest case.
 *
 * @param id the attempt's id
 * @param role who wrote it
 * @param ids all tokens, length n
 * @param mask length n; whether the loss counts token i
 * @param behaviour length n; log-probability of token i when it was drawn (0 where masked out)
 * @param advantage length n; advantage of token i (0 where masked out)
 */
public record Episode(
    String id, Role role, int[] ids, boolean[] mask, float[] behaviour, float[] advantage) {

  /** One prompt, one completion, one advantage for every token of it. */
  public static Episode of(String id, Role role, Completion completion, double advantage) {
    int from = completion.prompt().length;
    int n = from + completion.ids().length;
    int[] ids = new int[n];
    boolean[] mask = new boolean[n];
    float[] behaviour = new float[n];
    float[] advantages = new float[n];
    System.arraycopy(completion.prompt(), 0, ids, 0, from);
    for (int i = from; i < n; i++) {
      ids[i] = completion.ids()[i - from];
      mask[i] = true;
      behaviour[i] = completion.logprobs()[i - from];
      advantages[i] = (float) advantage;
    }
    return new Episode(id, role, ids, mask, behaviour, advantages);
  }

  /** How many tokens the loss counts. */
  public int counted() {
    int count = 0;
    for (boolean counts : mask) {
      count += counts ? 1 : 0;
    }
    return count;
  }
}
