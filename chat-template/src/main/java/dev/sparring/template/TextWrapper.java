package dev.sparring.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a line into shorter ones, as Python's {@code textwrap} does: between words, behind hyphens
 * inside of words, and around dashes.
 */
final class TextWrapper {
  private static final String BLANKS = "\t\n\u000b\f\r ";
  private static final String PUNCTUATION = "!\"'&.,?";

  private final long width;
  private final boolean breakLongWords;
  private final boolean splitAtHyphens;
  private final boolean breakAtHyphens;
  private int[] text;

  /**
   * @param splitAtHyphens whether a line may end behind a hyphen inside of a word
   * @param breakAtHyphens whether a word that is longer than a line breaks behind a hyphen
   */
  TextWrapper(long width, boolean breakLongWords, boolean splitAtHyphens, boolean breakAtHyphens) {
    if (width <= 0) {
      throw new TemplateRuntimeException("the width of lines has to be more than 0");
    }
    this.width = width;
    this.breakLongWords = breakLongWords;
    this.splitAtHyphens = splitAtHyphens;
    this.breakAtHyphens = breakAtHyphens;
  }

  /** A part of the text that is not broken, unless it is longer than a line. */
  private record Chunk(int from, int to) {
    int length() {
      return to - from;
    }
  }

  List<String> wrap(String line) {
    text = line.codePoints().toArray();
    List<Chunk> chunks = chunks();
    List<String> lines = new ArrayList<>();
    int next = 0;
    while (next < chunks.size()) {
      if (!lines.isEmpty() && isBlank(chunks.get(next))) {
        next++;
      }
      List<Chunk> current = new ArrayList<>();
      long length = 0;
      while (next < chunks.size() && length + chunks.get(next).length() <= width) {
        length += chunks.get(next).length();
        current.add(chunks.get(next++));
      }
      if (next < chunks.size() && chunks.get(next).length() > width) {
        next = addLongWord(chunks, next, current, length);
      }
      if (!current.isEmpty() && isBlank(current.get(current.size() - 1))) {
        current.remove(current.size() - 1);
      }
      if (!current.isEmpty()) {
        int from = current.get(0).from();
        int to = current.get(current.size() - 1).to();
        lines.add(new String(text, from, to - from));
      }
    }
    return lines;
  }

  private boolean isBlank(Chunk chunk) {
    for (int i = chunk.from(); i < chunk.to(); i++) {
      if (!PythonText.isSpace(text[i])) {
        return false;
      }
    }
    return true;
  }

  /** Puts as much of a word on the line as fits, or all of it where words are not broken. */
  private int addLongWord(List<Chunk> chunks, int next, List<Chunk> current, long length) {
    Chunk word = chunks.get(next);
    if (!breakLongWords) {
      if (!current.isEmpty()) {
        return next;
      }
      current.add(word);
      return next + 1;
    }
    int space = (int) (width - length);
    int end = word.from() + Math.min(space, word.length());
    if (breakAtHyphens && word.length() > space) {
      int hyphen = lastHyphen(word.from(), end);
      end = hyphen < 0 ? end : hyphen + 1;
    }
    current.add(new Chunk(word.from(), end));
    chunks.set(next, new Chunk(end, word.to()));
    return next;
  }

  /** The last hyphen that has something else than hyphens in front of it, or -1. */
  private int lastHyphen(int from, int to) {
    int hyphen = to - 1;
    while (hyphen >= from && text[hyphen] != '-') {
      hyphen--;
    }
    for (int i = from; i < hyphen; i++) {
      if (text[i] != '-') {
        return hyphen;
      }
    }
    return -1;
  }

  private List<Chunk> chunks() {
    List<Chunk> chunks = new ArrayList<>();
    for (int at = 0; at < text.length; ) {
      int end = isBreak(at) ? blanks(at) : splitAtHyphens ? word(at) : plainWord(at);
      chunks.add(new Chunk(at, end));
      at = end;
    }
    return chunks;
  }

  private int blanks(int from) {
    int at = from;
    while (at < text.length && isBreak(at)) {
      at++;
    }
    return at;
  }

  private int plainWord(int from) {
    int at = from;
    while (at < text.length && !isBreak(at)) {
      at++;
    }
    return at;
  }

  private int word(int from) {
    if (isDash(from)) {
      return dashEnd(from);
    }
    int at = from + 1;
    while (at < text.length && !isBreak(at) && !isDash(at)) {
      if (isHyphen(at)) {
        return at + 1;
      }
      at++;
    }
    return at;
  }

  /** Whether two or more hyphens stand between words at {@code at}. */
  private boolean isDash(int at) {
    boolean behindWord = at > 0 && isWordOrPunctuation(text[at - 1]);
    int end = behindWord ? dashEnd(at) : at;
    return end - at >= 2 && end < text.length && CharacterClasses.isWord(text[end]);
  }

  private int dashEnd(int from) {
    int at = from;
    while (at < text.length && text[at] == '-') {
      at++;
    }
    return at;
  }

  /** Whether a word may be broken behind the hyphen at {@code at}: letters are around it. */
  private boolean isHyphen(int at) {
    boolean behind =
        isLetter(at - 1) && (isLetter(at - 2) || (is(at - 2, '-') && isLetter(at - 3)));
    return is(at, '-')
        && behind
        && isLetter(at + 1)
        && (isLetter(at + 2) || (is(at + 2, '-') && isLetter(at + 3)));
  }

  private boolean is(int at, char c) {
    return at >= 0 && at < text.length && text[at] == c;
  }

  private boolean isLetter(int at) {
    return at >= 0
        && at < text.length
        && CharacterClasses.isWord(text[at])
        && !CharacterClasses.isDecimal(text[at]);
  }

  private boolean isBreak(int at) {
    return BLANKS.indexOf(text[at]) >= 0;
  }

  private static boolean isWordOrPunctuation(int c) {
    return PUNCTUATION.indexOf(c) >= 0 || CharacterClasses.isWord(c);
  }
}
