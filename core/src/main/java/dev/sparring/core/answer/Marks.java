package dev.sparring.core.answer;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds what {@code <answer>…</answer>} and {@code \boxed{…}} enclose in a text. */
final class Marks {
  /** More marks than this are no answer that anybody reads; the last ones count. */
  private static final int MOST = 16;

  private static final String OPEN = "<answer>";
  private static final String CLOSE = "</answer>";
  private static final String BOX = "\\boxed{";

  /** Characters before a mark that are looked at. */
  private static final int REACH = 80;

  private static final Pattern RELATION =
      Pattern.compile("(?:=|:|\\bis|\\bequals)[\\s$*(\\[{\\\\]*+$");

  private Marks() {}

  /**
   * A marked part of a text.
   *
   * @param left what is said to be equal to it right before it, such as {@code x} of {@code x =
   *     \boxed{7}}; empty when nothing is, or when no variable occurs in it
   * @param inside what is marked, without white space around it
   */
  record Mark(String left, String inside) {
    /** The mark as a statement about what stands to its left. */
    String statement() {
      return left.isEmpty() ? inside : left + " = " + inside;
    }
  }

  /** All complete tags of a text, in order. */
  static List<Mark> tags(String text) {
    Deque<Mark> tags = new ArrayDeque<>();
    int until = text.length();
    while (tags.size() < MOST) {
      int close = text.lastIndexOf(CLOSE, until - CLOSE.length());
      int open = close < 0 ? -1 : text.lastIndexOf(OPEN, close - OPEN.length());
      if (open < 0) {
        break;
      }
      int from = open + OPEN.length();
      String inside = text.substring(from, text.indexOf(CLOSE, from)).strip();
      int before = text.lastIndexOf(CLOSE, open - CLOSE.length());
      tags.addFirst(
          new Mark(left(text, before < 0 ? 0 : before + CLOSE.length(), open), opened(inside)));
      until = open;
    }
    return List.copyOf(tags);
  }

  /** What a tag holds; of a lone box in it that nothing is said to be equal to, its content. */
  private static String opened(String inside) {
    List<Mark> boxes = boxes(inside);
    return boxes.size() == 1 && boxes.get(0).left().isEmpty() ? boxes.get(0).inside() : inside;
  }

  /** All boxes whose braces are balanced and that hold no other box, in order. */
  static List<Mark> boxes(String text) {
    List<int[]> contents = contents(text);
    List<Mark> marks = new ArrayList<>();
    for (int b = Math.max(0, contents.size() - MOST); b < contents.size(); b++) {
      int from = contents.get(b)[0];
      int before = b == 0 ? 0 : contents.get(b - 1)[1] + 1;
      String left = left(text, before, from - BOX.length());
      marks.add(new Mark(left, text.substring(from, contents.get(b)[1]).strip()));
    }
    return marks;
  }

  /** Where the content of each box begins and ends; one pass. */
  private static List<int[]> contents(String text) {
    List<int[]> contents = new ArrayList<>();
    Deque<Integer> open = new ArrayDeque<>(); // start of the content, or -1 for another brace
    int i = text.indexOf(BOX);
    while (i >= 0 && i < text.length()) {
      char c = text.charAt(i);
      if (text.startsWith(BOX, i)) {
        i += BOX.length() - 1;
        open.push(i + 1);
      } else if (c == '\\') {
        i++; // an escaped brace does not count
      } else if (c == '{') {
        open.push(-1);
      } else if (c == '}' && !open.isEmpty()) {
        int from = open.pop();
        if (from > (contents.isEmpty() ? 0 : contents.get(contents.size() - 1)[0])) {
          contents.add(new int[] {from, i});
        }
      }
      i++;
    }
    return contents;
  }

  /**
   * What is said to be equal to a mark that begins at {@code start}; looks back to {@code from}.
   */
  private static String left(String text, int from, int start) {
    String before = text.substring(Math.max(from, start - REACH), start).replace(BOX, "");
    Matcher relation = RELATION.matcher(before);
    if (!relation.find()) {
      return "";
    }
    String statement = before.substring(0, relation.start());
    String left = statement.substring(clause(statement)).strip();
    return Words.variables(left, Set.of()).isEmpty() ? "" : left;
  }

  private static int clause(String text) {
    int at = text.length();
    while (at > 0 && "\n;,.?!".indexOf(text.charAt(at - 1)) < 0) {
      at--;
    }
    return at;
  }
}
