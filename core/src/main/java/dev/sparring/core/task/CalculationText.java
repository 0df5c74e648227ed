package dev.sparring.core.task;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the one calculation in a proposer's completion. It ignores words, Markdown, TeX, and an
 * equality sign with a result. {@code ×}, {@code x} and {@code \times} count as {@code *}, and
 * {@code 1,000} as {@code 1000}.
 *
 * @param signs the allowed signs, {@code +} or {@code *} or both
 * @param digits most digits of a number
 */
record CalculationText(String signs, int digits) {
  private static final String NUMBER =
      "(?<minus>-?+)(?<digits>[0-9]{1,3}+(?:,[0-9]{3}+(?![0-9]))++|[0-9]++)(?<part>\\.[0-9]++)?+";
  private static final Pattern FIRST = Pattern.compile("(?<![\\p{L}\\p{N}_.,])" + NUMBER);
  private static final Pattern NEXT =
      Pattern.compile("\\s*+(?<sign>[-+*/^]|[xX](?=\\s*+[0-9]))\\s*+" + NUMBER);
  private static final Pattern AFTER = Pattern.compile("[\\p{L}\\p{N}_%^]");

  /** The calculation, or the reason why there is none. Never throws. */
  Parsed<Calculation> read(String text) {
    String plain = plain(text);
    Map<String, Calculation> found = new LinkedHashMap<>();
    String defect = "no calculation in it";
    boolean first = true;
    Matcher start = FIRST.matcher(plain);
    int from = 0;
    while (start.find(from)) {
      Chain chain = Chain.of(plain, start);
      from = chain.end();
      if (chain.numbers().size() > 1) {
        Parsed<Calculation> parsed = read(plain, chain);
        if (parsed instanceof Parsed.Read<Calculation> read) {
          found.putIfAbsent(read.value().key(), read.value());
        } else if (first) {
          defect = ((Parsed.Malformed<Calculation>) parsed).reason();
          first = false;
        }
      }
    }
    return switch (found.size()) {
      case 0 -> Parsed.malformed(defect);
      case 1 -> Parsed.of(found.values().iterator().next());
      default -> Parsed.malformed("more than one calculation");
    };
  }

  /** Replaces other signs by those of ASCII, and markup and brackets by white space. */
  private static String plain(String text) {
    return text.replace("**", " ")
        .replaceAll(
            "\\\\(?:times|cdot|ast)(?![a-zA-Z])|[\u00D7\u00B7\u22C5\u2219\u2217\u2715\u2716\uFF0A]",
            "*")
        .replaceAll("\\\\([*+])", "$1")
        .replaceAll("(?i)\\bplus\\b|\uFF0B", "+")
        .replaceAll("(?i)\\b(?:times|multiplied by)\\b", "*")
        .replaceAll("[\u2212\u2013]", "-")
        .replace('\u00F7', '/')
        .replaceAll("\\\\[()\\[\\]]|[`$(){}\\[\\]\u00A0\u202F\u2009]", " ");
  }

  private Parsed<Calculation> read(String text, Chain chain) {
    if (chain.numbers().size() > 2) {
      return Parsed.malformed("more than two numbers");
    } else if (signs.indexOf(chain.sign()) < 0) {
      return Parsed.malformed("another operation");
    } else if (chain.negative()) {
      return Parsed.malformed("a negative number");
    } else if (chain.broken()
        || AFTER.matcher(text).region(chain.end(), text.length()).lookingAt()) {
      return Parsed.malformed("not whole numbers");
    } else if (chain.numbers().stream().anyMatch(number -> number.length() > digits)) {
      return Parsed.malformed("a number of more than " + digits + " digits");
    }
    BigInteger first = new BigInteger(chain.numbers().get(0));
    return Parsed.of(new Calculation(first, chain.sign(), new BigInteger(chain.numbers().get(1))));
  }

  /**
   * Numbers with signs between them.
   *
   * @param numbers the digits of each, without leading zeros
   * @param sign the first sign
   * @param negative whether any number is negative
   * @param broken whether any number has a fractional part
   * @param end index in the text after the last character
   */
  private record Chain(List<String> numbers, char sign, boolean negative, boolean broken, int end) {
    static Chain of(String text, Matcher start) {
      List<String> numbers = new ArrayList<>(List.of(digits(start)));
      boolean negative = !start.group("minus").isEmpty();
      boolean broken = start.group("part") != null;
      char sign = ' ';
      int end = start.end();
      Matcher next = NEXT.matcher(text);
      while (next.region(end, text.length()).lookingAt()) {
        char here = next.group("sign").charAt(0);
        sign = numbers.size() > 1 ? sign : here == 'x' || here == 'X' ? '*' : here;
        numbers.add(digits(next));
        negative |= !next.group("minus").isEmpty();
        broken |= next.group("part") != null;
        end = next.end();
      }
      return new Chain(numbers, sign, negative, broken, end);
    }

    private static String digits(Matcher number) {
      return number.group("digits").replace(",", "").replaceFirst("^0+(?=[0-9])", "");
    }
  }
}
