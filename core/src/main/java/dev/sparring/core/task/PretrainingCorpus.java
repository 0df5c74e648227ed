package dev.sparring.core.task;

import dev.sparring.core.ChatMessage;
import dev.sparring.core.RandomStream;
import dev.sparring.core.Role;
import java.util.List;

/**
 * A task that can write its own pretraining text: synthetic lines of both roles, from which a small
 * model learns the language of the task before self-play. A task for pretrained models does not
 * implement it.
 */
public interface PretrainingCorpus {
  /**
   * Writes one line. It depends on {@code random} and {@code mix} alone, and never contains a
   * {@linkplain Task#heldOut() held-out} problem.
   */
  Example example(RandomStream random, Mixture mix);

  /** The weight of this task's lines among those of all tasks. */
  default double share() {
    return 1;
  }

  /** The same in a mixture; 0 for a task that has no lines in it. */
  default double share(Mixture mix) {
    return share();
  }

  /**
   * One line to learn from. The loss counts the completion and the end-of-text token after it.
   *
   * @param role that writes the completion
   * @param prompt as {@link Task#topic} or {@link Task#question} returns it
   * @param completion without an end-of-text token
   */
  record Example(Role role, List<ChatMessage> prompt, String completion) {
    public Example {
      prompt = List.copyOf(prompt);
    }
  }

  /**
   * The composition of the text. A model learns the forms of answers that it is shown, in the same
   * shares, so the mixture decides which forms self-play can choose from.
   *
   * @param proposerShare share of lines that write a problem, in [0, 1]; the others answer one
   * @param scratchpadShare share of answers with a scratchpad, in [0, 1]; the others are guesses
   * @param guessError a guess is the right answer plus a number that is uniform on −guessError …
   *     guessError, and never below 0; with 0 all guesses are right
   * @param followUps lines about answers
   * @param passages the weight of lines about passages among those of all tasks, 0 or more
   */
  record Mixture(
      double proposerShare,
      double scratchpadShare,
      int guessError,
      FollowUps followUps,
      double passages) {
    /** Text without lines about answers or passages. */
    public Mixture(double proposerShare, double scratchpadShare, int guessError) {
      this(proposerShare, scratchpadShare, guessError, FollowUps.NONE, 0);
    }

    /**
     * Two forms of answers: guesses near the right answer, which differ from each other, and
     * scratchpads, which agree. The majority vote prefers the scratchpads, so self-play learns to
     * use them.
     */
    public static final Mixture TWO_WAYS = new Mixture(.15, .40, 6);

    /**
     * Guesses only, all of them right but hard to learn. There is no better form to elicit, and
     * self-play locks in on the model's wrong answers.
     */
    public static final Mixture GUESS_ONLY = new Mixture(.15, 0, 0);

    /** Scratchpads only. */
    public static final Mixture SCRATCHPAD_ONLY = new Mixture(.15, 1, 0);

    public Mixture {
      requireShare("proposerShare", proposerShare);
      requireShare("scratchpadShare", scratchpadShare);
      if (guessError < 0) {
        throw new IllegalArgumentException("guessError is " + guessError + ", below 0");
      }
      if (!(passages >= 0)) {
        throw new IllegalArgumentException("passages is " + passages + ", below 0");
      }
    }

    private static void requireShare(String name, double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException(name + " is " + share + ", not in [0, 1]");
      }
    }
  }

  /**
   * Lines that compare two answers or correct one, for a base of the kinds of self-play that do.
   * All numbers are shares, in [0, 1].
   *
   * @param comparisons of lines that compare a right and a wrong answer, or two wrong ones
   * @param preferred of comparisons with a right answer that prefer it
   * @param corrections of lines that answer again
   * @param corrected of these after a wrong answer that give the right one; the others repeat it
   * @param kept of these after a right answer that repeat it; the others give a wrong one
   * @param slips of scratchpads, anywhere in the text, with one wrong column
   */
  record FollowUps(
      double comparisons,
      double preferred,
      double corrections,
      double corrected,
      double kept,
      double slips) {
    /** No such lines, and no slips. */
    public static final FollowUps NONE = new FollowUps(0, 0, 0, 0, 0, 0);

    /**
     * A weak judge, and a model that slips in its scratchpads and mostly repeats its answer when it
     * is asked again.
     */
    public static final FollowUps WEAK = new FollowUps(.2, .75, .3, .35, .8, .4);
  }
}
