package dev.sparring.core.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts plain text into clauses: at ends of lines and sentences, and at commas and conjunctions
 * outside brackets that come after an equality sign.
 */
final class Clauses {
  private static final Pattern SENTENCES = Pattern.compile("[\\n;&]|(?<=[.?!])\\s++");
  private static final Pattern JOINTS =
      Pattern.compile(
          "[()=]|,(?![0-9])|(?<![0-9]),|(?i:\\b(?:and|so|then|but|therefore|thus|hence|where|while)\\b)");

  private Clauses() {}

  /** The clauses, in order; empty when brackets are not balanced within a sentence. */
  static Optional<List<String>> of(String plain) {
    List<String> clauses = new ArrayList<>();
    for (String sentence : SENTENCES.split(plain.replace("&=", "="))) {
      if (!cut(sentence, clauses)) {
        return Optional.empty();
      }
    }
    return Optional.of(clauses);
  }

  private static boolean cut(String sentence, List<String> clauses) {
    int from = 0;
    int depth = 0;
    boolean related = false;
    Matcher joint = JOINTS.matcher(sentence);
    while (joint.find() && depth >= 0) {
      switch (joint.group()) {
        case "(" -> depth++;
        case ")" -> depth--;
        case "=" -> related = true;
        default -> {
          if (related && depth == 0) {
            clauses.add(sentence.substring(from, joint.start()));
            from = joint.end();
            related = false;
          }
        }
      }
    }
    clauses.add(sentence.substring(from));
    return depth == 0;
  }
}
