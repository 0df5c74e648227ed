package dev.sparring.policy.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that a file gives, in Python's syntax, for names of modules.
 *
 * <p>Where Java reads the same text otherwise (named groups, brackets and {@code &&} within
 * classes, {@code \Z}), it is rewritten. An expression that tries without end is given up, since
 * files come from anywhere.
 */
final class PythonPattern {
  /** Looks at a character; expressions of the field need some hundreds for a name. */
  private static final int LOOKS = 1_000_000;

  private final String source;
  private final Pattern pattern;

  private PythonPattern(String source, Pattern pattern) {
    this.source = source;
    this.pattern = pattern;
  }

  /**
   * Reads an expression.
   *
   * @throws CheckpointException when it is none, or uses what Java's have not
   */
  static PythonPattern of(String source) {
    try {
      return new PythonPattern(source, Pattern.compile(rewritten(source)));
    } catch (PatternSyntaxException e) {
      String reason = e.getDescription();
      throw new CheckpointException(
          "the regular expression " + source + " can't be read: " + reason, e);
    }
  }

  /** As {@code re.fullmatch}. */
  boolean matches(String text) {
    return find(text, Matcher::matches);
  }

  /** As {@code re.match}: from the beginning on. */
  boolean begins(String text) {
    return find(text, Matcher::lookingAt);
  }

  private interface Search {
    boolean in(Matcher matcher);
  }

  private boolean find(String text, Search search) {
    try {
      return search.in(pattern.matcher(new Counted(text)));
    } catch (TooManyLooks | StackOverflowError e) {
      throw new CheckpointException(
          "the regular expression " + source + " does not come to an end on " + text, e);
    }
  }

  private static String rewritten(String source) {
    StringBuilder to = new StringBuilder();
    boolean inClass = false;
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '\\' && i + 1 < source.length()) {
        char next = source.charAt(++i);
        to.append('\\').append(next == 'Z' && !inClass ? 'z' : next);
      } else if (inClass) {
        to.append(c == '[' || c == '&' ? "\\" : "").append(c);
        inClass = c != ']';
      } else if (c == '[') {
        inClass = true;
        to.append(c);
        // a bracket that comes first is one of the characters
        for (String first : new String[] {"^", "]"}) {
          if (source.startsWith(first, i + 1)) {
            to.append(first.equals("]") ? "\\]" : first);
            i++;
          }
        }
      } else if (source.startsWith("(?P<", i) && source.indexOf('>', i) > 0) {
        to.append('('); // numbered all the same; names that Java does not take are usual
        i = source.indexOf('>', i);
      } else {
        to.append(c);
      }
    }
    return to.toString();
  }

  private static final class TooManyLooks extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A text that counts how often it is looked at. */
  private static final class Counted implements CharSequence {
    private final CharSequence text;
    private int looks;

    Counted(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++looks > LOOKS) {
        throw new TooManyLooks();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }
  }
}
