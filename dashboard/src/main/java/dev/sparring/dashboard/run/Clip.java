package dev.sparring.dashboard.run;

/**
 * The beginning of a text.
 *
 * @param text at most as many characters as were asked for; no surrogate pair is cut in two
 * @param length characters (UTF-16) of the whole text
 */
public record Clip(String text, int length) {
  /** Cuts a part out of a text. */
  static Clip of(String text, int from, int most) {
    int begin = boundary(text, Math.min(Math.max(0, from), text.length()));
    int end = boundary(text, Math.min(text.length(), begin + most));
    return new Clip(text.substring(begin, end), text.length());
  }

  private static int boundary(String text, int at) {
    boolean inside =
        at > 0
            && at < text.length()
            && Character.isHighSurrogate(text.charAt(at - 1))
            && Character.isLowSurrogate(text.charAt(at));
    return inside ? at - 1 : at;
  }
}
