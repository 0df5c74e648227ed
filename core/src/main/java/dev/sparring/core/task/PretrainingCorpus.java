package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import java.util.List;

/**
 * A task that can write its own pre-training text: synthetic lines of both roles, from which a
 * small model learns the language of the task before it plays. Tasks for models that come
 * pre-trained do without.
 */
public interface PretrainingCorpus {
  /**
   * One line. It is a function of {@code random} and {@code mix} alone, and never shows a
   * {@linkplain Task#heldOut() held-out} problem.
   */
  Example example(RandomStream random, Mixture mix);

  /** This task's part of the text, relative to the others'. */
  default double share() {
    return 1;
  }

  /**
   * One line to learn from. The loss is on the completion and on the end of text that follows it.
   *
   * @param role whose line it is
   * @param prompt what comes before, as {@link Task#topic} or {@link Task#question} would give it
   * @param completion what is to be written, without an end of text
   */
  record Example(Role role, List<ChatMessage> prompt, String completion) {
    public Example {
      prompt = List.copyOf(prompt);
    }
  }

  /**
   * What the text is made of. A model learns exactly the ways of answering that it is shown, and in
   * these shares, so the mix decides what self-play has to choose from.
   *
   * @param proposerShare share of lines that write a problem, in [0, 1]; the others answer one
   * @param scratchpadShare share of answers that show their columns, in [0, 1]; the others guess
   * @param guessError a guess is the truth plus a number uniform on −guessError … guessError (never
   *     below 0); with 0 all guesses are right
   */
  record Mixture(double proposerShare, double scratchpadShare, int guessError) {
    /**
     * Two ways to answer: guesses in the right ballpark, which scatter, and scratchpads, which
     * agree. The majority vote can tell them apart, and that is what self-play then learns.
     */
    public static final Mixture TWO_WAYS = new Mixture(.15, .40, 6);

    /**
     * One way to answer, right in the text but hard to learn: there is nothing to elicit, and
     * self-play locks in on what the model happens to believe.
     */
    public static final Mixture GUESS_ONLY = new Mixture(.15, 0, 0);

    /** One way to answer, the reliable one. */
    public static final Mixture SCRATCHPAD_ONLY = new Mixture(.15, 1, 0);

    public Mixture {
      requireShare("proposerShare", proposerShare);
      requireShare("scratchpadShare", scratchpadShare);
      if (guessError < 0) {
        throw new IllegalArgumentException("guessError is " + guessError + ", below 0");
      }
    }

    private static void requireShare(String name, double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(name + " is " + share + ", not in [0, 1]");
      }
    }
  }
}
