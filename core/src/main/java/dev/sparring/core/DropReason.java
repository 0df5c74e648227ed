package dev.sparring.core;

/** Why a proposal is not asked, or why a proposal or an attempt has no reward. */
public sealed interface DropReason {
  /** The kind, as metrics and logs count it; a few words, the same for every case of the kind. */
  String kind();

  /** The kind and what is known about this case, as rollouts have it. */
  default String text() {
    return kind();
  }

  /**
   * The text could not be read.
   *
   * @param detail what is wrong with it; empty where only the kind counts
   */
  record Malformed(String detail) implements DropReason {
    @Override
    public String kind() {
      return Attempt.MALFORMED;
    }

    @Override
    public String text() {
      return detail.isEmpty() ? kind() : kind() + ": " + detail;
    }
  }

  /**
   * A gate did not admit a well-formed problem, or its answers.
   *
   * @param gate the gate's name
   * @param why in a word or two, for example {@code seen}
   */
  record Refused(String gate, String why) implements DropReason {
    @Override
    public String kind() {
      return why;
    }
  }

  /** Too few answers agree: the problem has no label to compare with. */
  record NoLabel() implements DropReason {
    @Override
    public String kind() {
      return "no label";
    }
  }

  /** No comparison with another answer counts. */
  record Uncompared() implements DropReason {
    @Override
    public String kind() {
      return "not compared";
    }
  }

  /** The right answer is not known. */
  record NoTruth() implements DropReason {
    @Override
    public String kind() {
      return "no truth";
    }
  }

  /** The problem is of an earlier round: nobody wrote it in this one. */
  record Replayed() implements DropReason {
    @Override
    public String kind() {
      return "replayed";
    }
  }

  /** The task has drawn the problem: nobody wrote it. */
  record Drawn() implements DropReason {
    @Override
    public String kind() {
      return "drawn";
    }
  }

  /**
   * A worker or a sandbox failed: the text was never written, or was never judged.
   *
   * @param cause what is known of the failure; empty where only the kind counts
   */
  record Lost(String cause) implements DropReason {
    @Override
    public String kind() {
      return "infrastructure";
    }

    @Override
    public String text() {
      return cause.isEmpty() ? kind() : kind() + ": " + cause;
    }
  }
}
