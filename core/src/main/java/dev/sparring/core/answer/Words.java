package dev.sparring.core.answer;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** English words around a number, and what they do to it. Only words of Latin letters are known. */
final class Words {
  /** A letter. */
  static final String LETTER = "[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u024F]";

  /** Letters, also with hyphens or apostrophes between them. */
  static final String WORD = LETTER + "++(?:['-]" + LETTER + "++)*+";

  private static final Pattern WORDS = Pattern.compile(WORD);
  private static final Pattern SIMPLE = Pattern.compile(LETTER + "++");

  /** A letter, and a further one after it when white space or an apostrophe leads there. */
  private static final Pattern ALONE =
      Pattern.compile(
          "(?<!" + LETTER + "|')(" + LETTER + ")(?!" + LETTER + ")(?=(?: ++|')(" + LETTER + "))?+");

  /** What a solver may be asked for ({@code Work it out in one line}), and says back. */
  private static final Pattern ECHO = Pattern.compile("(?i)\\bin one line\\b");

  private static final Set<String> COMMON = Set.of("a", "A", "I");

  private static final Pattern CONTRADICTED = Pattern.compile("(?i)n't(?!" + LETTER + ")");

  /** Words that are a number, or that make another number of the one they stand with. */
  private static final Set<String> CHANGING =
      set(
          "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
          "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy",
          "eighty ninety hundred hundreds thousand thousands million millions billion billions",
          "trillion trillions mil mln bn tn grand gross lakh lakhs crore crores dozen dozens couple",
          "half halves halved third thirds quarter quarters fourth fourths fifth fifths sixth sixths",
          "seventh sevenths eighth eighths ninth ninths tenth tenths hundredth hundredths",
          "thousandth thousandths twice thrice double doubled triple tripled quadruple quadrupled",
          "fold times plus minus negative negated opposite inverse reciprocal debt owed loss deficit",
          "square squared cube cubed root roots sqrt power exponent factorial log ln exp sin cos tan",
          "pi mod modulo remainder percent percents percentage pct permille cent repeating repeated",
          "recurring periodic bar base binary octal hex hexadecimal infinity infinite undefined",
          "imaginary",
          // no exact number, or more than one of them
          "about approximately approx roughly around nearly almost circa ca estimated rounded",
          "rounding or either between than least most minimum maximum over under above below less",
          "fewer beyond solutions answers unknowns equations",
          // no answer
          "not no never neither nor none cannot without except unless wrong incorrect false invalid",
          "extraneous rejected");

  /** What an answer is called. A line between such a word and a number may be a dash. */
  private static final Set<String> NOUNS = set("answer result solution value total number");

  /** Other words that may stand right before a number that is the answer. */
  private static final Set<String> LEADING =
      set(
          "exactly only just simply so then therefore thus hence finally has have had get gets got",
          "obtain obtains find finds need needs cost costs pay pays paid earn earns make makes take",
          "takes took remain remains");

  /** Words that may stand with a variable whose value is given. */
  private static final Set<String> NAMING =
      set(
          "the a value of for is so thus therefore hence then now we you i get gets have obtain",
          "obtains find finds found solution answer final finally result variable unknown number",
          "that this think it where with which since from must will should be solving solved both side",
          "sides");

  private Words() {}

  private static Set<String> set(String... lines) {
    return Set.of(String.join(" ", lines).split(" "));
  }

  /** Whether any word makes another number of one that stands with it, or is a number. */
  static boolean change(String text) {
    if (CONTRADICTED.matcher(text).find()) {
      return true;
    }
    Matcher word = SIMPLE.matcher(ECHO.matcher(text).replaceAll(" "));
    while (word.find()) {
      if (CHANGING.contains(lower(word.group()))) {
        return true;
      }
    }
    return false;
  }

  /** Whether a number may follow these words, or none: whether the last one leads to it. */
  static boolean leadToNumber(String text, boolean signed) {
    if (text.isEmpty()) {
      return true;
    }
    Matcher word = WORDS.matcher(text);
    String last = "";
    while (word.find()) {
      last = lower(word.group());
    }
    return variables(text, Set.of()).isEmpty()
        && (LEADING.contains(last) || !signed && NOUNS.contains(last));
  }

  /** Whether all words but single letters say no more than that a variable has a value. */
  static boolean onlyName(String text) {
    Matcher word = WORDS.matcher(text);
    while (word.find()) {
      if (word.group().length() > 1 && !NAMING.contains(lower(word.group()))) {
        return false;
      }
    }
    return true;
  }

  /**
   * Letters that stand alone, or at a digit or a sign, but for articles and pronouns ({@code a},
   * {@code I}) that lead to a word.
   *
   * @param known variables of the problem, which are neither
   */
  static Set<String> variables(String text, Set<String> known) {
    Set<String> letters = new HashSet<>();
    Matcher letter = ALONE.matcher(text);
    while (letter.find()) {
      boolean common = COMMON.contains(letter.group(1)) && letter.group(2) != null;
      if (!common || known.contains(letter.group(1))) {
        letters.add(letter.group(1));
      }
    }
    return letters;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }
}
