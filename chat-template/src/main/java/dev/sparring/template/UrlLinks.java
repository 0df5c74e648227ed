package dev.sparring.template;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/** Finds addresses of pages and mailboxes in a text and makes links of them, as Jinja does. */
final class UrlLinks {
  private static final List<String> DOMAINS =
      List.of("com", "net", "int", "edu", "gov", "org", "info", "mil");
  private static final Pattern PORT = Pattern.compile("(.*):[0-9]{1,5}", Pattern.DOTALL);
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
  private static final Pattern IPV6 =
      Pattern.compile("\\[([0-9a-fA-F]{0,4}:){2}([0-9a-fA-F]{0,4}:?){1,6}]");
  private static final int LONGEST_IPV6 = 60;
  private static final int LONGEST_TOP = 63;

  private final RenderContext context;
  private final String attributes;
  private final long limit;
  private final List<String> schemes;

  /**
   * @param attributes what follows the address inside of a link's tag
   * @param limit how many characters of an address are shown, negative for all
   * @param schemes beginnings that make an address, besides the usual ones
   */
  UrlLinks(RenderContext context, String attributes, long limit, List<String> schemes) {
    this.context = context;
    this.attributes = attributes;
    this.limit = limit;
    this.schemes = schemes;
  }

  /** The text, which is escaped already, with links in it. */
  String link(String escaped) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < escaped.length()) {
      int end = run(escaped, at, PythonText::isSpace);
      out.append(escaped, at, end);
      at = run(escaped, end, c -> !PythonText.isSpace(c));
      if (at > end) {
        out.append(word(escaped.substring(end, at)));
      }
      context.budget().checkSize(out.length());
    }
    return out.toString();
  }

  private static int run(String text, int from, IntPredicate fits) {
    int at = from;
    while (at < text.length() && fits.test(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private String word(String word) {
    context.budget().spendOnText(word.length());
    int head = 0;
    while (head < word.length() && opening(word, head) > 0) {
      head += opening(word, head);
    }
    int tail = word.length();
    while (tail > head && closing(word, head, tail) > 0) {
      tail -= closing(word, head, tail);
    }
    for (List<String> pair :
        List.of(List.of("(", ")"), List.of("<", ">"), List.of("&lt;", "&gt;"))) {
      tail = balanced(word, head, tail, pair.get(0), pair.get(1));
    }
    return word.substring(0, head) + address(word.substring(head, tail)) + word.substring(tail);
  }

  private static int opening(String word, int at) {
    return "(<".indexOf(word.charAt(at)) >= 0 ? 1 : word.startsWith("&lt;", at) ? 4 : 0;
  }

  private static int closing(String word, int head, int end) {
    if (")>.,".indexOf(word.charAt(end - 1)) >= 0) {
      return 1;
    }
    return end - 4 >= head && word.startsWith("&gt;", end - 4) ? 4 : 0;
  }

  /** Takes as many closing marks back from the tail as the middle has opened. */
  private static int balanced(String word, int head, int tail, String open, String close) {
    long opened = count(word, head, tail, open);
    int end = tail;
    if (opened > count(word, head, tail, close)) {
      for (long left = opened; left > 0; left--) {
        int at = word.indexOf(close, end);
        if (at < 0) {
          break;
        }
        end = at + close.length();
      }
    }
    return end;
  }

  private static long count(String word, int from, int to, String wanted) {
    long count = 0;
    int at = word.indexOf(wanted, from);
    while (at >= 0 && at + wanted.length() <= to) {
      count++;
      at = word.indexOf(wanted, at + wanted.length());
    }
    return count;
  }

  private String address(String middle) {
    if (isPage(middle)) {
      boolean complete = middle.startsWith("https://") || middle.startsWith("http://");
      String target = complete ? middle : "https://" + middle;
      return "<a href=\"" + target + "\"" + attributes + ">" + shown(middle) + "</a>";
    }
    if (middle.startsWith("mailto:") && isMailbox(middle.substring(7))) {
      return "<a href=\"" + middle + "\">" + middle.substring(7) + "</a>";
    }
    boolean plain =
        middle.indexOf('@') > 0 && !middle.startsWith("www.") && middle.indexOf(':') < 0;
    if (plain && isMailbox(middle)) {
      return "<a href=\"mailto:" + middle + "\">" + middle + "</a>";
    }
    String linked = middle;
    for (String scheme : schemes) {
      if (!linked.equals(scheme) && linked.startsWith(scheme)) {
        linked = "<a href=\"" + linked + "\"" + attributes + ">" + linked + "</a>";
      }
    }
    return linked;
  }

  private String shown(String address) {
    boolean cut = limit >= 0 && PythonText.length(address) > limit;
    return cut ? PythonText.between(address, 0, (int) limit) + "..." : address;
  }

  private static boolean isPage(String text) {
    int path = run(text, 0, c -> "/?#".indexOf(c) < 0);
    String lower = LetterCase.lower(text);
    int scheme = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : 0;
    if (scheme > 0) {
      path = run(text, scheme, c -> "/?#".indexOf(c) < 0);
    }
    String host = text.substring(scheme, Math.max(scheme, path));
    var port = PORT.matcher(host);
    return isHost(host, scheme > 0) || (port.matches() && isHost(port.group(1), scheme > 0));
  }

  private static boolean isHost(String host, boolean scheme) {
    if (scheme) {
      boolean ipv6 = host.length() <= LONGEST_IPV6 && IPV6.matcher(host).matches();
      return isDomain(host) || IPV4.matcher(host).matches() || ipv6;
    }
    boolean www = LetterCase.lower(host).startsWith("www.");
    return (www && isDomain(host.substring(4))) || isKnownDomain(host);
  }

  /** Labels with dots between, the last of which is a top level domain. */
  private static boolean isDomain(String host) {
    int dot = host.lastIndexOf('.');
    String top = LetterCase.lower(host.substring(dot + 1));
    boolean plain =
        top.length() >= 2
            && top.length() <= LONGEST_TOP
            && top.chars().allMatch(c -> c >= 'a' && c <= 'z');
    boolean idna =
        top.startsWith("xn--")
            && top.length() >= 6
            && top.length() <= LONGEST_TOP
            && top.substring(4).codePoints().allMatch(c -> c == '%' || CharacterClasses.isWord(c));
    return (plain || idna) && (dot < 0 || isLabels(host.substring(0, dot), 1, Integer.MAX_VALUE));
  }

  private static boolean isKnownDomain(String host) {
    int dot = host.lastIndexOf('.');
    return dot > 0
        && DOMAINS.contains(LetterCase.lower(host.substring(dot + 1)))
        && isLabels(host.substring(0, dot), 2, LONGEST_TOP);
  }

  private static boolean isLabels(String labels, int shortest, int longest) {
    for (String label : labels.split("\\.", -1)) {
      int length = PythonText.length(label);
      boolean fits =
          label.codePoints().allMatch(c -> c == '%' || c == '-' || CharacterClasses.isWord(c));
      if (!fits || length < shortest || length > longest) {
        return false;
      }
    }
    return true;
  }

  private static boolean isMailbox(String text) {
    int at = text.lastIndexOf('@');
    String domain = text.substring(at + 1);
    int dot = domain.lastIndexOf('.');
    return at > 0
        && dot > 0
        && CharacterClasses.isWord(domain.codePointAt(0))
        && CharacterClasses.all(domain.substring(dot + 1), CharacterClasses::isWord)
        && domain.codePoints().allMatch(c -> c == '.' || c == '-' || CharacterClasses.isWord(c));
  }
}
