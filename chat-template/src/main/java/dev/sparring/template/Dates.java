package dev.sparring.template;

import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Map;

/** {@code strftime}, with the English names of the C locale. */
final class Dates {
  private static final Map<Character, String> PATTERNS =
      Map.ofEntries(
          Map.entry('Y', "u"),
          Map.entry('y', "uu"),
          Map.entry('m', "MM"),
          Map.entry('B', "MMMM"),
          Map.entry('b', "MMM"),
          Map.entry('h', "MMM"),
          Map.entry('d', "dd"),
          Map.entry('e', "ppd"),
          Map.entry('A', "EEEE"),
          Map.entry('a', "EEE"),
          Map.entry('j', "DDD"),
          Map.entry('H', "HH"),
          Map.entry('k', "ppH"),
          Map.entry('I', "hh"),
          Map.entry('l', "pph"),
          Map.entry('p', "a"),
          Map.entry('M', "mm"),
          Map.entry('S', "ss"),
          Map.entry('f', "SSSSSS"),
          Map.entry('F', "uuuu-MM-dd"),
          Map.entry('T', "HH:mm:ss"),
          Map.entry('R', "HH:mm"),
          Map.entry('r', "hh:mm:ss a"),
          Map.entry('D', "MM/dd/uu"),
          Map.entry('x', "MM/dd/uu"),
          Map.entry('X', "HH:mm:ss"),
          Map.entry('c', "EEE MMM ppd HH:mm:ss uuuu"));

  private Dates() {}

  static String format(String format, ZonedDateTime time) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%' || at == format.length()) {
        out.append(c);
        continue;
      }
      char flag = "-_0^#".indexOf(format.charAt(at)) >= 0 ? format.charAt(at) : ' ';
      int letter = flag == ' ' ? at : at + 1;
      if (letter == format.length()) {
        return out.append(format, at - 1, format.length()).toString();
      }
      String field = field(format.charAt(letter), time);
      String unknown = format.substring(at - 1, letter + 1);
      out.append(field == null ? unknown : flagged(field, flag));
      at = letter + 1;
    }
    return out.toString();
  }

  /** GNU's flags: without padding, padded with blanks or zeros, in upper case. */
  private static String flagged(String field, char flag) {
    String plain = field.replaceFirst("^[0 ]+(?=.)", "");
    return switch (flag) {
      case '-' -> plain;
      case '_' -> " ".repeat(field.length() - plain.length()) + plain;
      case '0' -> "0".repeat(field.length() - plain.length()) + plain;
      case '^', '#' -> field.toUpperCase(Locale.ROOT);
      default -> field;
    };
  }

  /** The field of a letter, or {@code null} for a letter that has none. */
  private static String field(char letter, ZonedDateTime time) {
    String pattern = PATTERNS.get(letter);
    if (pattern != null) {
      return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(time);
    }
    int weekday = time.getDayOfWeek().getValue() % 7;
    return switch (letter) {
      case '%' -> "%";
      case 'n' -> "\n";
      case 't' -> "\t";
      case 's' -> Long.toString(time.toEpochSecond());
      // Python's now() carries no zone, so both of these print nothing.
      case 'z', 'Z' -> "";
      case 'u' -> Integer.toString(time.getDayOfWeek().getValue());
      case 'w' -> Integer.toString(weekday);
      case 'C' -> twoDigits(time.getYear() / 100);
      case 'G' -> Integer.toString(time.get(IsoFields.WEEK_BASED_YEAR));
      case 'g' -> twoDigits(time.get(IsoFields.WEEK_BASED_YEAR) % 100);
      case 'P' -> time.getHour() < 12 ? "am" : "pm";
      case 'V' -> twoDigits(time.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case 'U' -> twoDigits((time.getDayOfYear() + 6 - weekday) / 7);
      case 'W' -> twoDigits((time.getDayOfYear() + 6 - (weekday + 6) % 7) / 7);
      default -> null;
    };
  }

  private static String twoDigits(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
