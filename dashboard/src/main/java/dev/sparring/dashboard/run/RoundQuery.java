package dev.sparring.dashboard.run;

import java.util.Locale;
import java.util.Optional;

/**
 * Which problems of a round are wanted.
 *
 * @param show the kind
 * @param text that a problem or one of its answers has to contain, in any case; empty is any
 * @param problem the one id that is wanted, with many more of its answers; empty is any
 * @param page from 0
 */
public record RoundQuery(Show show, String text, Optional<String> problem, int page) {
  /** Problems on a page. */
  static final int PROBLEMS = 20;

  /** Answers shown of each problem on a page of several. */
  static final int ANSWERS = 24;

  /** Answers on a page of one problem. */
  static final int ANSWERS_OF_ONE = 200;

  /** Kinds of problems. */
  public enum Show {
    ALL,
    ASKED,
    REFUSED,
    /** Its label is the truth. */
    RIGHT,
    /** Its label is not the truth. */
    WRONG,
    UNLABELLED,
    /** Its answers were rewarded differently. */
    MIXED,
    /** It or one of its answers was lost: a worker failed. */
    LOST;

    /** The kind of that name, in any case; all when there is none. */
    public static Show named(String name) {
      for (Show show : values()) {
        if (show.name().equalsIgnoreCase(name)) {
          return show;
        }
      }
      return ALL;
    }
  }

  public RoundQuery {
    text = text.toLowerCase(Locale.ROOT);
    page = Math.max(0, page);
  }
}
