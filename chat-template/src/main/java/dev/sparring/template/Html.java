package dev.sparring.template;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Taking tags and character references out of HTML, as MarkupSafe does. */
final class Html {
  /** The methods that only escaped texts have. */
  static final Set<String> METHODS = Set.of("unescape", "striptags", "escape");

  private static final Pattern REFERENCE =
      Pattern.compile("&(#[0-9]+;?|#[xX][0-9a-fA-F]+;?|[^\t\n\f <&#;]{1,32};?)");
  private static final Charset WINDOWS = Charset.forName("windows-1252");
  private static final String REPLACEMENT = "\uFFFD";

  private Html() {}

  /** The named references, read when one is first needed. */
  private static final class Names {
    static final Map<String, String> ALL = read();

    private static Map<String, String> read() {
      Map<String, String> names = new HashMap<>();
      InputStream in = Html.class.getResourceAsStream("html-entities.txt");
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> add(names, line));
        return Map.copyOf(names);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void add(Map<String, String> names, String line) {
      List<String> parts = StringSplits.words(line);
      StringBuilder text = new StringBuilder();
      for (int i = 1; i < parts.size(); i++) {
        text.appendCodePoint(Integer.parseInt(parts.get(i), 16));
      }
      names.put(parts.get(0), text.toString());
    }
  }

  static TemplateFunction method(Markup self, String name) {
    return TemplateFunction.ofText(
        self,
        name,
        (context, arguments) -> {
          if (name.equals("escape")) {
            return Markup.escape(context, arguments.bindPositional("s").required("s"));
          }
          arguments.bind();
          context.read(self);
          return name.equals("unescape") ? unescape(self.text()) : stripTags(self.text());
        });
  }

  /** Removes comments and tags, makes one blank of white space, and resolves references. */
  static String stripTags(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (int start = text.indexOf('<'); start >= 0; start = text.indexOf('<', at)) {
      boolean comment = text.startsWith("<!--", start);
      int end = comment ? text.indexOf("-->", start + 4) : text.indexOf('>', start);
      if (end < 0) {
        break;
      }
      out.append(text, at, start);
      at = end + (comment ? 3 : 1);
    }
    out.append(text, at, text.length());
    return unescape(String.join(" ", StringSplits.words(out.toString())));
  }

  static String unescape(String text) {
    if (text.indexOf('&') < 0) {
      return text;
    }
    return REFERENCE
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
  }

  private static String character(String reference) {
    if (reference.charAt(0) == '#') {
      boolean hexadecimal = Character.toLowerCase(reference.charAt(1)) == 'x';
      String digits = reference.substring(hexadecimal ? 2 : 1).replaceAll(";", "");
      digits = digits.replaceFirst("^0+(?=.)", "");
      return digits.length() > 8
          ? REPLACEMENT
          : numbered(Long.parseLong(digits, hexadecimal ? 16 : 10));
    }
    for (int end = reference.length(); end > 1; end--) {
      String named = Names.ALL.get(reference.substring(0, end));
      if (named != null) {
        return named + reference.substring(end);
      }
    }
    return "&" + reference;
  }

  private static String numbered(long number) {
    boolean surrogate = number >= Character.MIN_SURROGATE && number <= Character.MAX_SURROGATE;
    if (number == 0 || surrogate || number > Character.MAX_CODE_POINT) {
      return REPLACEMENT;
    }
    int c = (int) number;
    if (c >= 0x80 && c <= 0x9f) {
      // Numbers that mean Windows' characters, by the standard for HTML.
      String meant = new String(new byte[] {(byte) c}, WINDOWS);
      return meant.equals(REPLACEMENT) ? Character.toString(c) : meant;
    }
    boolean control = (c < 0x20 && "\t\n\f\r".indexOf(c) < 0) || c == 0x7f;
    boolean nothing = (c >= 0xfdd0 && c <= 0xfdef) || (c & 0xfffe) == 0xfffe;
    return control || nothing ? "" : Character.toString(c);
  }
}
